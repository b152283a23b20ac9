namespace AkkaChat.Protocol;

/// <summary>
/// What a message says: a JSON object with a <c>kind</c>, kept as the bytes the client sent (without line breaks between
/// tokens), because unknown kinds pass through untouched. Equal when the bytes are.
/// </summary>
/// <param name="Kind">The object's <c>kind</c>: text, image, voice …, or one the server does not know.</param>
/// <param name="Json">The whole object in UTF-8.</param>
public sealed record MessageContent(string Kind, ReadOnlyMemory<byte> Json)
{
    /// <summary>Largest content of any kind, in bytes of UTF-8.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <inheritdoc/>
    public bool Equals(MessageContent? other) => other is not null && Json.Span.SequenceEqual(other.Json.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Json.Span);
        return hash.ToHashCode();
    }
}
