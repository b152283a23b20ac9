using System.Text.Json;

namespace AkkaChat.E2E.Harness;

/// <summary>One object that the server sent.</summary>
public sealed class Frame(JsonElement json)
{
    /// <summary>All of it.</summary>
    public JsonElement Json => json;

    /// <summary>What it is.</summary>
    public string Type => Text("type") ?? "";

    /// <summary>Which room it is about: the field itself, or the id of the object in it.</summary>
    public string? Room => Find("room") is { ValueKind: JsonValueKind.Object } room
        ? room.GetProperty("id").GetString()
        : Text("room");

    /// <summary>Its place in the log.</summary>
    public long Seq => Number("seq");

    /// <summary>What kind of event.</summary>
    public string? Kind => Text("kind");

    /// <summary>The code of an error.</summary>
    public string? Code => Text("code");

    /// <summary>The key that the sender chose.</summary>
    public string? Key => Text("clientMsgId");

    /// <summary>The words of a text message.</summary>
    public string? Words => Find("content", "text")?.GetString();

    /// <summary>True for an event of that room.</summary>
    public bool IsEvent => Type == "event";

    /// <summary>A text field; null where there is none.</summary>
    public string? Text(params string[] path) => Find(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A number.</summary>
    public long Number(params string[] path) =>
        Find(path)?.GetInt64() ?? throw new InvalidOperationException($"no {string.Join('.', path)} in {this}");

    /// <summary>True if the field is there and true.</summary>
    public bool Flag(params string[] path) => Find(path) is { ValueKind: JsonValueKind.True };

    /// <summary>The frames of a list, such as <c>events</c> or <c>rooms</c>.</summary>
    public IReadOnlyList<Frame> List(params string[] path) =>
        [.. (Find(path) ?? throw new InvalidOperationException($"no {string.Join('.', path)} in {this}"))
            .EnumerateArray()
            .Select(item => new Frame(item))];

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string?> Texts(params string[] path) => [.. List(path).Select(item => item.Json.GetString())];

    /// <summary>A field; null where there is none.</summary>
    public JsonElement? Find(params string[] path)
    {
        var at = json;
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at;
    }

    /// <summary>True if the field is there, null or not.</summary>
    public bool Has(params string[] path) => Find(path) is not null;

    /// <inheritdoc/>
    public override string ToString() => json.GetRawText();
}
