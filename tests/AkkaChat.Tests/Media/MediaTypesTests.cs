using System.Text;
using AkkaChat.Server.Media;
using Xunit;

namespace AkkaChat.Tests.Media;

public sealed class MediaTypesTests
{
    [Fact]
    public void Pictures_are_known_by_their_beginning()
    {
        Assert.Equal("image/jpeg", MediaTypes.Of(SampleFiles.Jpeg()).Mime);
        Assert.Equal("image/jpeg", MediaTypes.Of(SampleFiles.JpegOfCamera()).Mime);
        Assert.Equal("image/png", MediaTypes.Of(SampleFiles.Png()).Mime);
        Assert.Equal("image/webp", MediaTypes.Of(SampleFiles.Webp()).Mime);
        Assert.Equal("image/gif", MediaTypes.Of(SampleFiles.Gif()).Mime);
    }

    [Theory]
    [InlineData("ID3\u0004\0\0\0\0\0\0", "audio/mpeg")]
    [InlineData("\u00ff\u00fb\u0090\u0064", "audio/mpeg")]
    [InlineData("\u00ff\u00f3\u0048\u00c4", "audio/mpeg")]
    [InlineData("\u00ff\u00f1\u0050\u0080", "audio/aac")]
    [InlineData("\0\0\0\u0020ftypM4A ", "audio/mp4")]
    [InlineData("#!AMR\n", "audio/amr")]
    [InlineData("#!AMR-WB\n", "audio/amr-wb")]
    [InlineData("OggS\0\u0002..................\u0001\u0013OpusHead", "audio/ogg")]
    [InlineData("RIFF....WAVEfmt ", "audio/wav")]
    [InlineData("\u001a\u0045\u00df\u00a3\u009f\u0042\u0082\u0084webm.....A_OPUS", "audio/webm")]
    [InlineData("\u001a\u0045\u00df\u00a3\u009f\u0042\u0082\u0084webm.....V_VP9.A_OPUS", "video/webm")]
    [InlineData("\0\0\0\u0020ftypisom", "video/mp4")]
    [InlineData("\0\0\0\u0020ftypmp42", "video/mp4")]
    [InlineData("\0\0\0\u0014ftypqt  ", "video/quicktime")]
    public void Sound_and_video_are_known_by_their_beginning(string head, string mime) =>
        Assert.Equal(mime, MediaTypes.Of(Encoding.Latin1.GetBytes(head)).Mime);

    [Theory]
    [InlineData("")]
    [InlineData("<html><script>alert(1)</script>")]
    [InlineData("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    [InlineData("%PDF-1.7")]
    [InlineData("MZ\u0090\0")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("GIF88a")]
    [InlineData("\u00ff\u00d8")]
    [InlineData("\u00ff\u00fe<\0h\0t\0m\0l\0")]
    [InlineData("\0\0\0\u0020ftypheic")]
    [InlineData("\0\0\0\u0020ftypavif")]
    [InlineData("OggS\0\u0002..................\u0080theora")]
    [InlineData("\u001a\u0045\u00df\u00a3\u009f\u0042\u0082\u0088matroska")]
    [InlineData("RIFF....AVI LIST")]
    [InlineData("ID3")]
    public void Everything_else_is_only_ever_a_download(string head)
    {
        var type = MediaTypes.Of(Encoding.Latin1.GetBytes(head));

        Assert.Equal("application/octet-stream", type.Mime);
        Assert.Equal(MediaKind.File, type.Kind);
        Assert.False(MediaTypes.IsShown(type.Mime));
    }

    [Fact]
    public void Browsers_show_pictures_sound_and_video_only()
    {
        Assert.All(
            MediaTypes.All.Where(type => type != MediaType.Unknown), type => Assert.Matches("^(image|audio|video)/", type.Mime));
        Assert.DoesNotContain(MediaTypes.All, type => type.Mime.Contains("svg", StringComparison.Ordinal));
        Assert.False(MediaTypes.IsShown("text/html"));
        Assert.False(MediaTypes.IsShown("image/svg+xml"));
    }
}
