using System.Text.Json;

namespace AkkaChat.Protocol;

/// <summary>What an event says of a room's settings, as an object with a member for each that is set.</summary>
internal static class SettingsCodec
{
    /// <summary>Writes those that are set.</summary>
    public static void Write(Utf8JsonWriter json, RoomSettings settings)
    {
        json.WriteStartObject();
        WriteText(json, "name"u8, settings.Name);
        WriteText(json, "announcement"u8, settings.Announcement);
        WriteText(json, "avatar"u8, settings.Avatar);
        WriteText(json, "joinRule"u8, settings.JoinRule?.Name());
        WriteFlag(json, "public"u8, settings.IsPublic);
        WriteFlag(json, "muteAll"u8, settings.MuteAll);
        if (settings.SlowModeMs is { } wait)
        {
            json.WriteNumber("slowModeMs"u8, wait);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static RoomSettings Read(JsonElement value) => new()
    {
        Name = TextOf(value, "name"u8),
        Announcement = TextOf(value, "announcement"u8),
        Avatar = TextOf(value, "avatar"u8),
        JoinRule = TextOf(value, "joinRule"u8) is { } rule ? WireNames.JoinRuleOf(rule) : null,
        IsPublic = FlagOf(value, "public"u8),
        MuteAll = FlagOf(value, "muteAll"u8),
        SlowModeMs = value.TryGetProperty("slowModeMs"u8, out var wait) ? wait.GetInt64() : null,
    };

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteFlag(Utf8JsonWriter json, ReadOnlySpan<byte> name, bool? flag)
    {
        if (flag is { } on)
        {
            json.WriteBoolean(name, on);
        }
    }

    private static string? TextOf(JsonElement value, ReadOnlySpan<byte> name) =>
        value.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static bool? FlagOf(JsonElement value, ReadOnlySpan<byte> name) =>
        value.TryGetProperty(name, out var flag) ? flag.GetBoolean() : null;
}
