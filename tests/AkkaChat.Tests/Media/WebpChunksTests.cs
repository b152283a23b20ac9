using AkkaChat.Server.Media;
using Xunit;

namespace AkkaChat.Tests.Media;

public sealed class WebpChunksTests
{
    [Fact]
    public void What_is_no_picture_goes() => Assert.Equal(
        SampleFiles.BareMovingWebp(), WebpChunks.WithoutExtras([.. SampleFiles.MovingWebp(), .. "behind the end"u8]));

    [Fact]
    public void What_has_nothing_else_stays_as_it_is() =>
        Assert.Equal(SampleFiles.BareMovingWebp(), WebpChunks.WithoutExtras(SampleFiles.BareMovingWebp()));

    [Fact]
    public void One_that_breaks_off_is_broken()
    {
        var webp = SampleFiles.MovingWebp();
        for (var length = 0; length < webp.Length; length++)
        {
            Assert.Null(WebpChunks.WithoutExtras(webp.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Changed_bytes_never_throw()
    {
        var random = new Random(7);
        var whole = SampleFiles.MovingWebp();
        for (var round = 0; round < 20_000; round++)
        {
            byte[] webp = [.. whole];
            for (var change = 0; change < 3; change++)
            {
                webp[random.Next(webp.Length)] = (byte)random.Next(256);
            }

            WebpChunks.WithoutExtras(webp);
        }
    }
}
