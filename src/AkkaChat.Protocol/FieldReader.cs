using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace AkkaChat.Protocol;

/// <summary>
/// Reads the fields of a scanned object as what they must be. The first fault is kept and decides; what is read after
/// it is worthless. A field that is <c>null</c> counts as absent.
/// </summary>
internal ref struct FieldReader
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly ReadOnlySpan<FieldSlot> _slots;

    // What stands before a field's name in a fault: nothing, or the field that this object is the value of.
    private readonly string _path;

    public FieldReader(ReadOnlySpan<byte> json, ReadOnlySpan<FieldSlot> slots, string path = "")
    {
        _json = json;
        _slots = slots;
        _path = path;
        Detail = string.Empty;
    }

    /// <summary>Takes text as an id, as the id types do.</summary>
    public delegate bool IdParser<T>([NotNullWhen(true)] string? text, out T id);

    /// <summary>What the answer is to carry.</summary>
    public RequestId RequestId { get; init; }

    /// <summary>True after the first fault.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Which sort of fault.</summary>
    public ErrorCode Code { get; private set; }

    /// <summary>What is wrong.</summary>
    public string Detail { get; private set; }

    /// <summary>Notes a fault, unless there was one before.</summary>
    public void Refuse(ErrorCode code, string detail)
    {
        if (!IsRefused)
        {
            (IsRefused, Code, Detail) = (true, code, detail);
        }
    }

    /// <summary>Notes that a field is not what it must be.</summary>
    public void RefuseField(Field field, string rule) =>
        Refuse(ErrorCode.BadFrame, $"The field {_path}{FieldNames.NameOf(field)} {rule}.");

    /// <summary>Notes that a field is right but longer than allowed.</summary>
    public void RefuseLength(Field field, int most) =>
        Refuse(ErrorCode.TooLarge, $"The field {_path}{FieldNames.NameOf(field)} has a limit of {most}.");

    /// <summary>True if the field is there and not null.</summary>
    public readonly bool Has(Field field) => TypeOf(field) is not (JsonTokenType.None or JsonTokenType.Null);

    /// <summary>The first token of the field's value.</summary>
    public readonly JsonTokenType TypeOf(Field field) => _slots[(int)field].Type;

    /// <summary>The field's value as it stands in the frame.</summary>
    public readonly ReadOnlySpan<byte> Raw(Field field)
    {
        var slot = _slots[(int)field];
        return _json.Slice(slot.Start, slot.Length);
    }

    /// <summary>A text, of any length; null with a fault if it is absent or no text.</summary>
    public string? Text(Field field)
    {
        if (TypeOf(field) == JsonTokenType.String)
        {
            return Decode(Raw(field));
        }

        RefuseField(field, Has(field) ? "must be a string" : "is missing");
        return null;
    }

    /// <summary>A text of 1 to <paramref name="most"/> UTF-16 units; with a fault if it is none.</summary>
    public string Text(Field field, int most)
    {
        var text = Text(field);
        if (text is { Length: 0 })
        {
            RefuseField(field, "must not be empty");
        }
        else if (text?.Length > most)
        {
            RefuseLength(field, most);
        }

        return text ?? string.Empty;
    }

    /// <summary>The same, where the field may be absent.</summary>
    public string? OptionalText(Field field, int most) => Has(field) ? Text(field, most) : null;

    /// <summary>A text of up to <paramref name="most"/> UTF-16 units, or none; null if it is absent.</summary>
    public string? TextOrEmpty(Field field, int most)
    {
        if (!Has(field))
        {
            return null;
        }

        var text = Text(field);
        if (text?.Length > most)
        {
            RefuseLength(field, most);
        }

        return text;
    }

    /// <summary>A name of a person or room, without the blanks around it.</summary>
    public string Name(Field field)
    {
        var name = Text(field)?.Trim() ?? string.Empty;
        switch (NameText.FaultOf(name))
        {
            case ErrorCode.TooLarge:
                RefuseLength(field, Limits.MaxNameChars);
                break;
            case not null:
                RefuseField(field, "must not be blank or have control characters");
                break;
        }

        return name;
    }

    /// <summary>An id that must be there.</summary>
    public T Id<T>(Field field, IdParser<T> parse)
        where T : struct
    {
        if (TypeOf(field) == JsonTokenType.String && parse(Decode(Raw(field)), out var id))
        {
            return id;
        }

        RefuseField(field, Has(field) ? "is not a valid id" : "is missing");
        return default;
    }

    /// <summary>An id that may be absent.</summary>
    public T? OptionalId<T>(Field field, IdParser<T> parse)
        where T : struct => Has(field) ? Id(field, parse) : null;

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public long Integer(Field field, long least, long most = Limits.MaxSeq)
    {
        if (!Has(field))
        {
            RefuseField(field, "is missing");
        }
        else if (TypeOf(field) == JsonTokenType.Number && TryReadInteger(Raw(field), out var value)
            && value >= least && value <= most)
        {
            return value;
        }

        RefuseField(field, $"must be a whole number from {least} to {most}");
        return least;
    }

    /// <summary>The same, where the field may be absent.</summary>
    public long? OptionalInteger(Field field, long least) => Has(field) ? Integer(field, least) : null;

    /// <summary>How many entries a page has: what the client says, but never more than <paramref name="most"/>.</summary>
    public int Limit(int usual, int most) => (int)Math.Min(OptionalInteger(Field.Limit, 1) ?? usual, most);

    /// <summary>A yes or no that must be there.</summary>
    public bool Flag(Field field)
    {
        if (TypeOf(field) is JsonTokenType.True or JsonTokenType.False)
        {
            return TypeOf(field) == JsonTokenType.True;
        }

        RefuseField(field, Has(field) ? "must be true or false" : "is missing");
        return false;
    }

    /// <summary>A yes or no; no if it is absent.</summary>
    public bool OptionalFlag(Field field) => Has(field) && Flag(field);

    /// <summary>A list of people, each once; empty if it is absent.</summary>
    public ImmutableArray<UserId> Users(Field field, int most) => Users(field, most, UserId.TryParse);

    /// <summary>The same, of those whom <paramref name="parse"/> takes.</summary>
    public ImmutableArray<UserId> Users(Field field, int most, IdParser<UserId> parse)
    {
        if (!Has(field))
        {
            return [];
        }

        var users = ImmutableArray.CreateBuilder<UserId>();
        var count = 0;
        var reader = new Utf8JsonReader(Raw(field));
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            RefuseField(field, "must be an array of user ids");
        }

        while (!IsRefused && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String || !parse(reader.GetString(), out var user))
            {
                RefuseField(field, "must be an array of user ids");
            }
            else if (++count > most)
            {
                RefuseLength(field, most);
            }
            else if (!users.Contains(user))
            {
                users.Add(user);
            }
        }

        return users.DrainToImmutable();
    }

    /// <summary>A list of <c>seq</c>s, each once, at least one.</summary>
    public ImmutableArray<long> Places(Field field, int most)
    {
        const string rule = "must be an array of seqs, each once";
        if (TypeOf(field) != JsonTokenType.StartArray)
        {
            RefuseField(field, Has(field) ? rule : "is missing");
            return [];
        }

        var places = ImmutableArray.CreateBuilder<long>();
        var reader = new Utf8JsonReader(Raw(field));
        reader.Read();
        while (!IsRefused && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var seq)
                || seq is < 1 or > Limits.MaxSeq || places.Contains(seq))
            {
                RefuseField(field, rule);
            }
            else if (places.Count == most)
            {
                RefuseLength(field, most);
            }
            else
            {
                places.Add(seq);
            }
        }

        if (places.Count == 0)
        {
            RefuseField(field, "must name a message");
        }

        return places.DrainToImmutable();
    }

    /// <summary>A <c>seq</c> for each of some rooms; empty if it is absent.</summary>
    public ImmutableDictionary<RoomId, long> Seqs(Field field, int most)
    {
        if (!Has(field))
        {
            return ImmutableDictionary<RoomId, long>.Empty;
        }

        var seqs = ImmutableDictionary.CreateBuilder<RoomId, long>();
        var reader = new Utf8JsonReader(Raw(field));
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            RefuseField(field, "must be an object of room ids and seqs");
        }

        while (!IsRefused && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRoom = RoomId.TryParse(reader.GetString(), out var room);
            reader.Read();
            if (!isRoom || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var seq)
                || seq is < 0 or > Limits.MaxSeq)
            {
                RefuseField(field, "must be an object of room ids and seqs");
            }
            else if (seqs.Count == most)
            {
                RefuseLength(field, most);
            }
            else if (!seqs.TryAdd(room, seq))
            {
                RefuseField(field, "has a room twice");
            }
        }

        return seqs.ToImmutable();
    }

    /// <summary>A number or short string to send back as it came; null if it is absent.</summary>
    public string? Echo(Field field)
    {
        if (!Has(field))
        {
            return null;
        }

        var raw = Raw(field);
        if (raw.Length <= RequestId.MaxBytes
            && (TypeOf(field) == JsonTokenType.String || (TypeOf(field) == JsonTokenType.Number && IsFinite(raw))))
        {
            return Encoding.UTF8.GetString(raw);
        }

        RefuseField(field, "must be a number or a short string");
        return null;
    }

    /// <summary>A number within bounds, whole or not.</summary>
    public void CheckNumber(Field field, double least, double most)
    {
        if (TypeOf(field) != JsonTokenType.Number || !TryReadDouble(Raw(field), out var value)
            || value < least || value > most)
        {
            RefuseField(field, "must be a number within its bounds");
        }
    }

    /// <summary>What the answer is to carry; none, with a fault unless it is absent, if it can't be echoed.</summary>
    public RequestId ReadRequestId()
    {
        if (TypeOf(Field.Id) == JsonTokenType.None)
        {
            return default;
        }

        var raw = Raw(Field.Id);
        var isSound = TypeOf(Field.Id) switch
        {
            JsonTokenType.String => raw.Length <= RequestId.MaxBytes && JsonText.HasSoundEscapes(raw),
            JsonTokenType.Number => TryReadInteger(raw, out _),
            _ => false,
        };
        if (isSound)
        {
            return new RequestId(Encoding.UTF8.GetString(raw));
        }

        RefuseField(Field.Id, "must be a short string or a whole number");
        return default;
    }

    private static string Decode(ReadOnlySpan<byte> token)
    {
        var reader = new Utf8JsonReader(token);
        reader.Read();
        return reader.GetString()!;
    }

    // No fraction and no exponent: a client that writes one of them means something else.
    private static bool TryReadInteger(ReadOnlySpan<byte> token, out long value) =>
        Utf8Parser.TryParse(token, out value, out int taken) && taken == token.Length;

    private static bool TryReadDouble(ReadOnlySpan<byte> token, out double value) =>
        Utf8Parser.TryParse(token, out value, out int taken) && taken == token.Length && double.IsFinite(value);

    private static bool IsFinite(ReadOnlySpan<byte> token) => TryReadDouble(token, out _);
}
