namespace AkkaChat.Server.Media;

/// <summary>A file that was uploaded (protocol §12).</summary>
/// <param name="Url">Its address, as messages and avatars have it.</param>
/// <param name="Mime">What it is, by its content.</param>
/// <param name="Size">How many bytes are kept.</param>
/// <param name="Width">In pixels; null where that means nothing or is not known.</param>
/// <param name="Height">In pixels, as <paramref name="Width"/>.</param>
/// <param name="Thumb">The address of a small picture of it; null if there is none.</param>
internal sealed record MediaBody(string Url, string Mime, long Size, int? Width, int? Height, string? Thumb);
