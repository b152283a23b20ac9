using System.Text;
using AkkaChat.Protocol;
using AkkaChat.Server.Media;
using AkkaChat.Tests.Http;
using Microsoft.Extensions.Options;
using SkiaSharp;
using Xunit;

namespace AkkaChat.Tests.Media;

/// <summary>What becomes of pictures that somebody sends.</summary>
public sealed class PicturesTests : IDisposable
{
    private const int MostPixels = 100_000;

    private readonly TempDirectory _directory = new();
    private readonly LocalMediaFiles _files;
    private readonly Pictures _pictures = new(Options.Create(new MediaOptions { MaxImagePixels = MostPixels }));

    public PicturesTests() => _files = LocalMediaFiles.Open(_directory.Path);

    public void Dispose()
    {
        _pictures.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Nothing_but_pixels_of_a_photo_is_passed_on_and_it_stands_upright()
    {
        var sent = SampleFiles.JpegOfCamera(width: 40, height: 30);
        Assert.Contains(SampleFiles.Secret, Encoding.Latin1.GetString(sent), StringComparison.Ordinal);

        var (result, picture, thumb) = await MakeAsync(sent, MediaType.Jpeg);

        Assert.Equal(new PictureResult.Made(Width: 30, Height: 40), result);
        foreach (var made in new[] { picture, thumb })
        {
            Assert.DoesNotContain(SampleFiles.Secret, Encoding.Latin1.GetString(made), StringComparison.Ordinal);
            Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(made), StringComparison.Ordinal);
            Assert.True(made.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]));
            using var bitmap = SKBitmap.Decode(made);
            Assert.Equal((30, 40), (bitmap.Width, bitmap.Height));

            // Turned to the right: what was on the left is on top.
            Assert.True(bitmap.GetPixel(15, 5) is { Red: > 200, Blue: < 60 });
            Assert.True(bitmap.GetPixel(15, 35) is { Red: < 60, Blue: > 200 });
        }
    }

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("jpeg")]
    public async Task A_picture_stays_what_it_is_and_has_a_small_one(string name)
    {
        var (sent, type) = name switch
        {
            "png" => (SampleFiles.Png(400, 200), MediaType.Png),
            "webp" => (SampleFiles.Webp(400, 200), MediaType.Webp),
            _ => (SampleFiles.Jpeg(400, 200), MediaType.Jpeg),
        };

        var (result, picture, thumb) = await MakeAsync(sent, type);

        Assert.Equal(new PictureResult.Made(400, 200), result);
        Assert.Equal(type, MediaTypes.Of(picture));
        Assert.Equal(MediaType.Jpeg, MediaTypes.Of(thumb));
        using var small = SKBitmap.Decode(thumb);
        Assert.Equal((320, 160), (small.Width, small.Height));
    }

    [Fact]
    public async Task What_is_hidden_behind_a_picture_is_not_passed_on()
    {
        const string hidden = "<script>alert(1)</script>";
        byte[] sent = [.. SampleFiles.Png(), .. Encoding.ASCII.GetBytes(hidden)];

        var (_, picture, _) = await MakeAsync(sent, MediaType.Png);

        Assert.DoesNotContain(hidden, Encoding.Latin1.GetString(picture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_that_move_go_on_moving_and_say_nothing_else()
    {
        var (gifResult, gif, gifThumb) = await MakeAsync(SampleFiles.Gif(), MediaType.Gif);
        var (webpResult, webp, webpThumb) = await MakeAsync(SampleFiles.MovingWebp(), MediaType.Webp);

        Assert.Equal(new PictureResult.Made(1, 1), gifResult);
        Assert.Equal(SampleFiles.BareGif(), gif);
        Assert.Equal(2, FramesOf(gif));
        Assert.Equal(new PictureResult.Made(40, 30), webpResult);
        Assert.Equal(SampleFiles.BareMovingWebp(), webp);
        Assert.Equal(2, FramesOf(webp));
        Assert.All(new[] { gifThumb, webpThumb }, thumb => Assert.Equal(MediaType.Jpeg, MediaTypes.Of(thumb)));
    }

    [Theory]
    [InlineData(1_000, 100, true)]
    [InlineData(1_000, 101, false)]
    [InlineData(50_000, 50_000, false)]
    public async Task A_picture_has_at_most_so_many_pixels(int width, int height, bool isTaken)
    {
        var bomb = SampleFiles.Bomb(width, height);

        var (result, _, _) = await MakeAsync(bomb, MediaType.Png);

        Assert.Equal(
            isTaken ? new PictureResult.Made(width, height) : new PictureResult.Refused(ErrorCode.TooLarge), result);
    }

    [Fact]
    public async Task A_broken_picture_is_refused()
    {
        var whole = SampleFiles.Png(200, 200);
        byte[][] broken = [whole[..(whole.Length / 2)], whole[..20], [.. whole[..8], .. new byte[100]]];

        foreach (var sent in broken)
        {
            var (result, _, _) = await MakeAsync(sent, MediaType.Png);
            Assert.Equal(new PictureResult.Refused(ErrorCode.ContentRejected), result);
        }
    }

    [Fact]
    public async Task A_picture_that_is_another_than_it_began_as_is_refused()
    {
        var (result, _, _) = await MakeAsync(SampleFiles.Png(), MediaType.Jpeg);

        Assert.Equal(new PictureResult.Refused(ErrorCode.ContentRejected), result);
    }

    private static int FramesOf(byte[] picture)
    {
        using var data = SKData.CreateCopy(picture);
        using var codec = SKCodec.Create(data);
        return codec.FrameCount;
    }

    private async Task<(PictureResult Result, byte[] Picture, byte[] Thumb)> MakeAsync(byte[] sent, MediaType type)
    {
        using var source = _files.Begin();
        using var picture = _files.Begin();
        using var thumb = _files.Begin();
        await source.WriteAsync(sent, default);
        source.Finish();
        var result = await _pictures.MakeAsync(source, type, picture, thumb, default);
        picture.Finish();
        thumb.Finish();
        return result is PictureResult.Made
            ? (result, await File.ReadAllBytesAsync(picture.FullPath), await File.ReadAllBytesAsync(thumb.FullPath))
            : (result, [], []);
    }
}
