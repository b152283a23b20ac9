using AkkaChat.Protocol;
using Microsoft.Extensions.Options;
using SkiaSharp;

namespace AkkaChat.Server.Media;

/// <summary>
/// Makes of a picture somebody sent the one that others get: upright, its pixels encoded anew and nothing else, so that neither
/// the place where it was taken nor anything hidden in it is passed on; and a small one. GIFs, and WebP that moves, keep their
/// pixels as they are and lose all other blocks. At most a few are decoded at once.
/// </summary>
internal sealed class Pictures(IOptions<MediaOptions> options) : IDisposable
{
    /// <summary>The longest side of a small picture, in pixels.</summary>
    public const int ThumbSide = 320;

    // The eye finds nothing to choose between these and better ones, which are larger.
    private const int Quality = 88;
    private const int ThumbQuality = 80;

    private readonly SemaphoreSlim _decoders = new(options.Value.ImageDecoders);

    /// <summary>Makes both.</summary>
    /// <param name="source">What was sent, finished.</param>
    /// <param name="type">What it is by its beginning.</param>
    /// <param name="picture">Gets what others get.</param>
    /// <param name="thumb">Gets the small one: a JPEG.</param>
    /// <param name="stop">Calls it off while it waits for its turn.</param>
    public async Task<PictureResult> MakeAsync(
        UploadDraft source, MediaType type, UploadDraft picture, UploadDraft thumb, CancellationToken stop)
    {
        await _decoders.WaitAsync(stop);
        try
        {
            return await Task.Run(() => MakeInTurnAsync(source, type, picture, thumb, stop), stop);
        }
        finally
        {
            _decoders.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _decoders.Dispose();

    private async Task<PictureResult> MakeInTurnAsync(
        UploadDraft source, MediaType type, UploadDraft picture, UploadDraft thumb, CancellationToken stop)
    {
        using var codec = SKCodec.Create(source.FullPath);
        if (codec is null || codec.EncodedFormat != FormatOf(type))
        {
            return new PictureResult.Refused(ErrorCode.ContentRejected);
        }

        if ((long)codec.Info.Width * codec.Info.Height > options.Value.MaxImagePixels)
        {
            return new PictureResult.Refused(ErrorCode.TooLarge);
        }

        using var bitmap = Decode(codec);
        if (bitmap is null)
        {
            return new PictureResult.Refused(ErrorCode.ContentRejected);
        }

        if (KeepsPixels(codec))
        {
            var sent = await File.ReadAllBytesAsync(source.FullPath, stop);
            if ((type == MediaType.Gif ? GifBlocks.WithoutExtras(sent) : WebpChunks.WithoutExtras(sent)) is not { } bare)
            {
                return new PictureResult.Refused(ErrorCode.ContentRejected);
            }

            await picture.WriteAsync(bare, stop);
        }
        else
        {
            await WriteAsync(picture, bitmap, FormatOf(type), Quality, stop);
        }

        using var small = Shrink(bitmap);
        await WriteAsync(thumb, small, SKEncodedImageFormat.Jpeg, ThumbQuality, stop);
        return new PictureResult.Made(bitmap.Width, bitmap.Height);
    }

    private static SKEncodedImageFormat FormatOf(MediaType type) =>
        type == MediaType.Jpeg ? SKEncodedImageFormat.Jpeg
        : type == MediaType.Png ? SKEncodedImageFormat.Png
        : type == MediaType.Gif ? SKEncodedImageFormat.Gif
        : SKEncodedImageFormat.Webp;

    // There is no encoder for GIF, nor for what moves.
    private static bool KeepsPixels(SKCodec codec) => codec.EncodedFormat == SKEncodedImageFormat.Gif
        || (codec.EncodedFormat == SKEncodedImageFormat.Webp && codec.FrameCount > 1);

    // The whole picture, or of one that moves the first of its pictures; null if it is broken.
    private static SKBitmap? Decode(SKCodec codec)
    {
        using var colors = SKColorSpace.CreateSrgb();
        var alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul;
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, alpha, colors);
        var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(info) || codec.GetPixels(info, bitmap.GetPixels()) != SKCodecResult.Success)
        {
            bitmap.Dispose();
            return null;
        }

        if (codec.EncodedOrigin == SKEncodedOrigin.TopLeft || KeepsPixels(codec))
        {
            return bitmap;
        }

        using (bitmap)
        {
            return Turn(bitmap, codec.EncodedOrigin);
        }
    }

    private static SKBitmap Turn(SKBitmap lying, SKEncodedOrigin origin)
    {
        var swaps = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom
            or SKEncodedOrigin.LeftBottom;
        var upright = new SKBitmap(
            lying.Info.WithSize(swaps ? lying.Height : lying.Width, swaps ? lying.Width : lying.Height));
        using var canvas = new SKCanvas(upright);
        using var image = SKImage.FromPixels(lying.PeekPixels());
        canvas.Clear(SKColors.Transparent);
        canvas.SetMatrix(MatrixOf(origin, lying.Width, lying.Height));
        canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default);
        return upright;
    }

    // By which of its corners is first; width and height are those of the picture as it lies.
    private static SKMatrix MatrixOf(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    // On white, because a JPEG has no see-through.
    private static SKBitmap Shrink(SKBitmap bitmap)
    {
        var scale = Math.Min(1d, (double)ThumbSide / Math.Max(bitmap.Width, bitmap.Height));
        var small = new SKBitmap(new SKImageInfo(
            Math.Max(1, (int)Math.Round(bitmap.Width * scale)),
            Math.Max(1, (int)Math.Round(bitmap.Height * scale)),
            SKColorType.Rgba8888,
            SKAlphaType.Opaque,
            bitmap.ColorSpace));
        using var canvas = new SKCanvas(small);
        using var image = SKImage.FromPixels(bitmap.PeekPixels());
        canvas.Clear(SKColors.White);
        canvas.DrawImage(
            image, SKRect.Create(small.Width, small.Height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return small;
    }

    // Encoded in memory: a stream of ours that fails below native code would take the process with it.
    private static async Task WriteAsync(
        UploadDraft draft, SKBitmap bitmap, SKEncodedImageFormat format, int quality, CancellationToken stop)
    {
        // Without a colour space no profile is written either; what has none is taken for sRGB, which it is.
        var info = new SKImageInfo(bitmap.Width, bitmap.Height, bitmap.ColorType, bitmap.AlphaType);
        using var pixels = new SKPixmap(info, bitmap.GetPixels(), bitmap.RowBytes);
        using var encoded = pixels.Encode(format, quality)
            ?? throw new InvalidOperationException($"a picture could not be encoded as {format}");
        using var bytes = encoded.AsStream();
        var buffer = new byte[64 * 1024];
        for (var count = await bytes.ReadAsync(buffer, stop); count > 0; count = await bytes.ReadAsync(buffer, stop))
        {
            await draft.WriteAsync(buffer.AsMemory(0, count), stop);
        }
    }
}
