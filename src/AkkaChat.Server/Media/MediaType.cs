using System.Net.Mime;

namespace AkkaChat.Server.Media;

/// <summary>What a file is, by its content.</summary>
/// <param name="Mime">The media type under which it is served.</param>
/// <param name="Kind">What sort that is.</param>
internal sealed record MediaType(string Mime, MediaKind Kind)
{
    /// <summary>JPEG.</summary>
    public static readonly MediaType Jpeg = new(MediaTypeNames.Image.Jpeg, MediaKind.Image);

    /// <summary>PNG.</summary>
    public static readonly MediaType Png = new(MediaTypeNames.Image.Png, MediaKind.Image);

    /// <summary>GIF.</summary>
    public static readonly MediaType Gif = new(MediaTypeNames.Image.Gif, MediaKind.Image);

    /// <summary>WebP.</summary>
    public static readonly MediaType Webp = new(MediaTypeNames.Image.Webp, MediaKind.Image);

    /// <summary>Whatever is not known: never shown by a browser, only downloaded.</summary>
    public static readonly MediaType Unknown = new(MediaTypeNames.Application.Octet, MediaKind.File);
}
