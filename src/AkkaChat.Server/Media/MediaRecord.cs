using AkkaChat.Protocol;

namespace AkkaChat.Server.Media;

/// <summary>What is known of an uploaded file besides its bytes.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Owner">Who uploaded it.</param>
/// <param name="Mime">What it is, by its content.</param>
/// <param name="Size">How many bytes are kept.</param>
/// <param name="Width">In pixels; null where that means nothing or is not known.</param>
/// <param name="Height">In pixels, as <paramref name="Width"/>.</param>
/// <param name="HasThumb">True if there is a small picture of it.</param>
/// <param name="Name">What its owner called it; null if nothing.</param>
/// <param name="CreatedAt">Milliseconds since 1970 UTC.</param>
internal sealed record MediaRecord(
    MediaId Id, UserId Owner, string Mime, long Size, int? Width, int? Height, bool HasThumb, string? Name, long CreatedAt);
