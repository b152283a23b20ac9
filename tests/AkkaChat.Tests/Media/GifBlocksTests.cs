using AkkaChat.Server.Media;
using Xunit;

namespace AkkaChat.Tests.Media;

public sealed class GifBlocksTests
{
    [Fact]
    public void What_is_no_picture_goes() => Assert.Equal(SampleFiles.BareGif(), GifBlocks.WithoutExtras(SampleFiles.Gif()));

    [Fact]
    public void A_missing_end_is_mended() =>
        Assert.Equal(SampleFiles.BareGif(), GifBlocks.WithoutExtras(SampleFiles.BareGif().AsSpan()[..^1]));

    [Fact]
    public void One_that_breaks_off_within_a_block_is_broken()
    {
        var gif = SampleFiles.BareGif();
        int[] betweenBlocks = [19, 38, 46, 61, 69, 84]; // of its heads and pictures

        for (var length = 0; length < gif.Length - 1; length++)
        {
            var isWhole = betweenBlocks.Contains(length) && length > 19;
            Assert.Equal(isWhole, GifBlocks.WithoutExtras(gif.AsSpan(0, length)) is not null);
        }
    }

    [Fact]
    public void Changed_bytes_never_throw()
    {
        var random = new Random(7);
        var whole = SampleFiles.Gif();
        for (var round = 0; round < 20_000; round++)
        {
            byte[] gif = [.. whole];
            for (var change = 0; change < 3; change++)
            {
                gif[random.Next(gif.Length)] = (byte)random.Next(256);
            }

            GifBlocks.WithoutExtras(gif);
        }
    }
}
