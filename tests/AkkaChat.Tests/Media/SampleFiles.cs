using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace AkkaChat.Tests.Media;

/// <summary>Files as people send them, and as nobody should.</summary>
internal static class SampleFiles
{
    /// <summary>Stands where cameras write the place, and must be nowhere afterwards.</summary>
    public const string Secret = "GPS 48.2082N 16.3738E";

    public static byte[] Jpeg(int width = 40, int height = 30) => Encoded(SKEncodedImageFormat.Jpeg, width, height);

    public static byte[] Png(int width = 40, int height = 30) => Encoded(SKEncodedImageFormat.Png, width, height);

    public static byte[] Webp(int width = 40, int height = 30) => Encoded(SKEncodedImageFormat.Webp, width, height);

    /// <summary>A JPEG of a camera that was held sideways (orientation 6), with the place where that was.</summary>
    public static byte[] JpegOfCamera(int width = 40, int height = 30)
    {
        byte[] exif =
        [
            .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0,
            1, 0, // one entry
            0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, // orientation
            0, 0, 0, 0,
            .. Encoding.ASCII.GetBytes(Secret),
        ];
        var jpeg = Jpeg(width, height);
        return [.. jpeg[..2], 0xFF, 0xE1, .. BigEndian((ushort)(exif.Length + 2)), .. exif, .. jpeg[2..]];
    }

    /// <summary>A picture of so many pixels that weighs next to nothing.</summary>
    public static byte[] Bomb(int width, int height)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            var row = new byte[1 + ((width + 7) / 8)];
            for (var y = 0; y < height; y++)
            {
                zip.Write(row);
            }
        }

        byte[] header = [.. BigEndian(width), .. BigEndian(height), 1, 0, 0, 0, 0];
        return
        [
            0x89, .. "PNG\r\n\u001a\n"u8, .. PngChunk("IHDR", header), .. PngChunk("IDAT", packed.ToArray()), .. PngChunk("IEND", []),
        ];
    }

    /// <summary>A GIF of two pictures that says more than it shows.</summary>
    public static byte[] Gif() =>
    [
        .. GifHead(), .. GifLoop(), .. GifExtension(0xFE, Encoding.ASCII.GetBytes(Secret)),
        .. GifExtension(0xFF, [.. "XMP DataXMP"u8], Encoding.ASCII.GetBytes(Secret)),
        .. GifPicture(), .. GifPicture(), 0x3B, .. Encoding.ASCII.GetBytes(Secret),
    ];

    /// <summary>The same without what it says.</summary>
    public static byte[] BareGif() => [.. GifHead(), .. GifLoop(), .. GifPicture(), .. GifPicture(), 0x3B];

    /// <summary>A WebP of two pictures that says more than it shows.</summary>
    public static byte[] MovingWebp() => MovingWebp(
        flags: 0x02 | 0x08 | 0x04,
        extra: [.. WebpChunk("EXIF", Encoding.ASCII.GetBytes(Secret)), .. WebpChunk("XMP ", Encoding.ASCII.GetBytes(Secret + "!"))],
        inFrame: WebpChunk("JUNK", Encoding.ASCII.GetBytes(Secret)));

    /// <summary>The same without what it says.</summary>
    public static byte[] BareMovingWebp() => MovingWebp(flags: 0x02, extra: [], inFrame: []);

    private static byte[] MovingWebp(byte flags, byte[] extra, byte[] inFrame)
    {
        var picture = Webp()[12..]; // one chunk
        byte[] size = [39, 0, 0, 29, 0, 0]; // each less one
        byte[] frame = [.. new byte[6], .. size, 100, 0, 0, 0, .. picture, .. inFrame];
        byte[] chunks =
        [
            .. WebpChunk("VP8X", [flags, 0, 0, 0, .. size]), .. WebpChunk("ANIM", new byte[6]),
            .. WebpChunk("ANMF", frame), .. WebpChunk("ANMF", frame), .. extra,
        ];
        return [.. "RIFF"u8, .. LittleEndian(4 + chunks.Length), .. "WEBP"u8, .. chunks];
    }

    private static byte[] Encoded(SKEncodedImageFormat format, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Erase(SKColors.Blue);
        for (var x = 0; x < width / 2; x++)
        {
            for (var y = 0; y < height; y++)
            {
                bitmap.SetPixel(x, y, SKColors.Red); // left red, right blue
            }
        }

        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    private static byte[] GifHead() => [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255];

    private static byte[] GifLoop() => [0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0];

    private static byte[] GifPicture() =>
        [0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];

    private static byte[] GifExtension(byte label, params byte[][] blocks) =>
        [0x21, label, .. blocks.SelectMany(block => (byte[])[(byte)block.Length, .. block]), 0];

    private static byte[] WebpChunk(string name, byte[] body) =>
        [.. Encoding.ASCII.GetBytes(name), .. LittleEndian(body.Length), .. body, .. new byte[body.Length % 2]];

    private static byte[] PngChunk(string name, byte[] body)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. body];
        return [.. BigEndian(body.Length), .. named, .. BigEndian((int)Crc(named))];
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] BigEndian(ushort number) => [(byte)(number >> 8), (byte)number];

    private static byte[] LittleEndian(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
