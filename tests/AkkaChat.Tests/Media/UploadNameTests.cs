using AkkaChat.Server.Media;
using Microsoft.Net.Http.Headers;
using Xunit;

namespace AkkaChat.Tests.Media;

public sealed class UploadNameTests
{
    [Theory]
    [InlineData("photo.jpg", "photo.jpg")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\ann\\a.txt", "a.txt")]
    [InlineData("照片 1.png", "照片 1.png")]
    [InlineData("🌻.gif", "🌻.gif")]
    [InlineData("a\u202egpj.exe", "agpj.exe")]
    [InlineData("a\r\nSet-Cookie: x\0", "aSet-Cookie: x")]
    [InlineData("a\ud800b", "ab")]
    [InlineData("..", null)]
    [InlineData("/", null)]
    [InlineData(" \t", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_name_is_what_can_be_seen_of_the_last_part(string? sent, string? kept) =>
        Assert.Equal(kept, UploadName.Clean(sent));

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        Assert.Equal(UploadName.MaxChars, UploadName.Clean(new string('x', UploadName.MaxChars))!.Length);
        Assert.Equal(UploadName.MaxChars, UploadName.Clean(new string('x', UploadName.MaxChars + 1))!.Length);
        Assert.Equal(UploadName.MaxChars - 1, UploadName.Clean(new string('x', UploadName.MaxChars - 1) + "🌻")!.Length);
    }

    [Theory]
    [InlineData("form-data; name=\"file\"; filename=\"a b.jpg\"", "a b.jpg")]
    [InlineData("form-data; name=\"file\"; filename=\"照片.jpg\"", "照片.jpg")]
    [InlineData("form-data; name=\"file\"; filename=\"a.jpg\"; filename*=utf-8''%e7%85%a7.jpg", "照.jpg")]
    [InlineData("form-data; name=\"file\"; filename=\"\"", null)]
    public void It_stands_in_the_header_as_clients_write_it(string header, string? kept) =>
        Assert.Equal(kept, UploadName.Of(ContentDispositionHeaderValue.Parse(header)));
}
