using System.Buffers.Binary;
using System.Text;

namespace AkkaChat.Server.Media;

/// <summary>
/// Tells what a file is by how it begins: the few types that chats send and that browsers can show without running anything.
/// Its name and what the client says of it count for nothing.
/// </summary>
internal static class MediaTypes
{
    /// <summary>How many bytes from the beginning are enough.</summary>
    public const int HeadBytes = 4096;

    private static readonly MediaType Mp3 = new("audio/mpeg", MediaKind.Voice);
    private static readonly MediaType Aac = new("audio/aac", MediaKind.Voice);
    private static readonly MediaType Mp4Audio = new("audio/mp4", MediaKind.Voice);
    private static readonly MediaType Amr = new("audio/amr", MediaKind.Voice);
    private static readonly MediaType AmrWide = new("audio/amr-wb", MediaKind.Voice);
    private static readonly MediaType Ogg = new("audio/ogg", MediaKind.Voice);
    private static readonly MediaType Wav = new("audio/wav", MediaKind.Voice);
    private static readonly MediaType WebmAudio = new("audio/webm", MediaKind.Voice);
    private static readonly MediaType WebmVideo = new("video/webm", MediaKind.Video);
    private static readonly MediaType Mp4Video = new("video/mp4", MediaKind.Video);
    private static readonly MediaType QuickTime = new("video/quicktime", MediaKind.Video);

    /// <summary>All that a file may turn out to be.</summary>
    public static IReadOnlyList<MediaType> All { get; } =
    [
        MediaType.Jpeg, MediaType.Png, MediaType.Gif, MediaType.Webp, Mp3, Aac, Mp4Audio, Amr, AmrWide, Ogg, Wav, WebmAudio,
        WebmVideo, Mp4Video, QuickTime, MediaType.Unknown,
    ];

    /// <summary>What a file is that begins with <paramref name="head"/>: its first <see cref="HeadBytes"/>, or all of it.</summary>
    public static MediaType Of(ReadOnlySpan<byte> head) => Image(head) ?? Container(head) ?? Sound(head) ?? MediaType.Unknown;

    /// <summary>True if browsers may show a file of that type; all others are downloads.</summary>
    public static bool IsShown(string mime) =>
        mime != MediaType.Unknown.Mime && All.Any(type => type.Mime.Equals(mime, StringComparison.Ordinal));

    private static MediaType? Image(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return MediaType.Jpeg;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return MediaType.Png;
        }

        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
        {
            return MediaType.Gif;
        }

        return IsRiff(head, "WEBP"u8) ? MediaType.Webp : null;
    }

    private static MediaType? Container(ReadOnlySpan<byte> head)
    {
        if (IsRiff(head, "WAVE"u8))
        {
            return Wav;
        }

        if (head.StartsWith("OggS"u8))
        {
            return head.IndexOf("OpusHead"u8) >= 0 || head.IndexOf("\u0001vorbis"u8) >= 0 || head.IndexOf("Speex   "u8) >= 0
                ? Ogg
                : null;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) && head.IndexOf("webm"u8) is > 0 and < 64)
        {
            // The codecs of its tracks stand at the beginning.
            return head.IndexOf("V_VP"u8) > 0 || head.IndexOf("V_AV1"u8) > 0 ? WebmVideo : WebmAudio;
        }

        return head.Length >= 12 && head[4..].StartsWith("ftyp"u8) ? OfBrand(head[8..12]) : null;
    }

    private static MediaType? OfBrand(ReadOnlySpan<byte> brand) => Encoding.Latin1.GetString(brand) switch
    {
        "M4A " or "M4B " => Mp4Audio,
        "qt  " => QuickTime,
        "isom" or "iso2" or "iso3" or "iso4" or "iso5" or "iso6" or "mp41" or "mp42" or "avc1" or "M4V " or "M4VH" or "M4VP"
            or "MSNV" or "dash" or "3gp4" or "3gp5" or "3gp6" or "mmp4" or "f4v " => Mp4Video,
        _ => null,
    };

    private static MediaType? Sound(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("#!AMR\n"u8))
        {
            return Amr;
        }

        if (head.StartsWith("#!AMR-WB\n"u8))
        {
            return AmrWide;
        }

        if (head.StartsWith("ID3"u8) && head.Length >= 10)
        {
            return Mp3;
        }

        return head.Length >= 4 ? OfFrame(BinaryPrimitives.ReadUInt32BigEndian(head)) : null;
    }

    // The header of a frame of MPEG audio: eleven bits set, then version, layer, protection, bit rate and sample rate, of which
    // some values are not used. AAC frames (ADTS) have twelve bits set and layer 0.
    private static MediaType? OfFrame(uint header)
    {
        var layer = (header >> 17) & 0b11;
        if (header >> 20 == 0xFFF && layer == 0)
        {
            return ((header >> 10) & 0xF) < 13 ? Aac : null;
        }

        var isFrame = header >> 21 == 0x7FF && ((header >> 19) & 0b11) != 0b01 && layer == 0b01
            && ((header >> 12) & 0xF) is > 0 and < 15 && ((header >> 10) & 0b11) != 0b11;
        return isFrame ? Mp3 : null;
    }

    private static bool IsRiff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> form) =>
        head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith(form);
}
