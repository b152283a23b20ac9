using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace AkkaChat.Protocol;

/// <summary>Names a room: 1–64 characters of <c>[A-Za-z0-9_.:-]</c>, at least one of them a letter or a digit.</summary>
public readonly record struct RoomId
{
    /// <summary>The public room that always exists.</summary>
    public static readonly RoomId Lobby = new("lobby");

    private RoomId(string value) => Value = value;

    /// <summary>The id as it stands on the wire.</summary>
    public string Value { get; }

    /// <summary>Takes <paramref name="text"/> as an id if it is one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RoomId id)
    {
        var ok = IdText.IsName(text);
        id = ok ? new RoomId(text!) : default;
        return ok;
    }

    /// <summary>The id that <paramref name="text"/> is.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static RoomId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("not a room id");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names a person or bot: the same alphabet and length as <see cref="RoomId"/>.</summary>
public readonly record struct UserId
{
    /// <summary>The server itself, where an event has no human author.</summary>
    public static readonly UserId System = new("system");

    /// <summary>All members of a room, where a message mentions them. It is nobody's id: no id has such a sign.</summary>
    public static readonly UserId Everyone = new("@all");

    private UserId(string value) => Value = value;

    /// <summary>The id as it stands on the wire.</summary>
    public string Value { get; }

    /// <summary>Takes <paramref name="text"/> as an id if it is one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out UserId id)
    {
        var ok = IdText.IsName(text);
        id = ok ? new UserId(text!) : default;
        return ok;
    }

    /// <summary>The id that <paramref name="text"/> is.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static UserId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("not a user id");

    /// <summary>Takes <paramref name="text"/> as whom a message mentions: a person, or <see cref="Everyone"/>.</summary>
    public static bool TryParseMention([NotNullWhen(true)] string? text, out UserId id)
    {
        if (text == Everyone.Value)
        {
            id = Everyone;
            return true;
        }

        return TryParse(text, out id);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names one message for ever; made by the server.</summary>
/// <param name="Value">The id as it stands on the wire.</param>
public readonly record struct MessageId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>The sender's own name for a message, its idempotency key within (room, sender): 1–64 characters.</summary>
public readonly record struct ClientMessageId
{
    /// <summary>Longest key, in characters.</summary>
    public const int MaxChars = IdText.MaxChars;

    private ClientMessageId(string value) => Value = value;

    /// <summary>The key as the client sent it.</summary>
    public string Value { get; }

    /// <summary>Takes <paramref name="text"/> as a key if it is one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ClientMessageId id)
    {
        var ok = IdText.IsOpaque(text);
        id = ok ? new ClientMessageId(text!) : default;
        return ok;
    }

    /// <summary>The key that <paramref name="text"/> is.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ClientMessageId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("not a client message id");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names one installation of a client: 1–64 characters, stable over restarts.</summary>
public readonly record struct DeviceId
{
    private DeviceId(string value) => Value = value;

    /// <summary>The id as the client sent it.</summary>
    public string Value { get; }

    /// <summary>Takes <paramref name="text"/> as an id if it is one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DeviceId id)
    {
        var ok = IdText.IsOpaque(text);
        id = ok ? new DeviceId(text!) : default;
        return ok;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>What a client chose to recognise an answer by: a JSON string or integer, echoed as it came.</summary>
/// <param name="Json">The JSON token itself, quotes and all; null where a frame carries no id.</param>
public readonly record struct RequestId(string? Json)
{
    /// <summary>Longest token taken, in UTF-8 bytes, quotes included.</summary>
    public const int MaxBytes = 130;

    /// <summary>True for a frame that has no id, hence gets no answer.</summary>
    public bool IsNone => Json is null;
}

/// <summary>The alphabets of ids.</summary>
internal static class IdText
{
    /// <summary>Longest id of any kind, in characters.</summary>
    public const int MaxChars = 64;

    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly SearchValues<char> NameChars = SearchValues.Create(LettersAndDigits + "_.:-");
    private static readonly SearchValues<char> Solid = SearchValues.Create(LettersAndDigits);

    /// <summary>True for an id that is safe in a path, a log line and a query; "." and ".." are not.</summary>
    public static bool IsName([NotNullWhen(true)] string? text) =>
        text is { Length: >= 1 and <= MaxChars }
        && !text.AsSpan().ContainsAnyExcept(NameChars)
        && text.AsSpan().ContainsAny(Solid);

    /// <summary>True for a key that a client made: any characters but controls.</summary>
    public static bool IsOpaque([NotNullWhen(true)] string? text)
    {
        if (text is not { Length: >= 1 and <= MaxChars })
        {
            return false;
        }

        foreach (var character in text)
        {
            if (char.IsControl(character))
            {
                return false;
            }
        }

        return true;
    }
}
