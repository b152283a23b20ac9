using System.Buffers;
using System.Text.Json;

namespace AkkaChat.Protocol;

/// <summary>Reads and checks what a message says. Kinds the server knows must have the right shape; others pass.</summary>
internal static class ContentReader
{
    private static readonly SearchValues<char> KindChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.-");

    /// <summary>The content of <paramref name="frame"/>; null with a fault if it is absent or not allowed.</summary>
    public static MessageContent? Read(ref FieldReader frame)
    {
        if (frame.TypeOf(Field.Content) != JsonTokenType.StartObject)
        {
            frame.RefuseField(Field.Content, frame.Has(Field.Content) ? "must be an object" : "is missing");
            return null;
        }

        // A line break would end the frame where several objects share one.
        var raw = frame.Raw(Field.Content);
        var stored = JsonText.HasLineBreaks(raw) ? JsonText.WithoutBlanks(raw) : raw.ToArray();
        if (stored.Length > MessageContent.MaxBytes)
        {
            frame.RefuseLength(Field.Content, MessageContent.MaxBytes);
            return null;
        }

        Span<FieldSlot> slots = stackalloc FieldSlot[FieldNames.Count];
        slots.Clear();
        if (FieldScan.Fill(stored, slots) is { } fault)
        {
            frame.Refuse(ErrorCode.BadFrame, fault);
            return null;
        }

        var content = new FieldReader(stored, slots, "content.");
        var kind = ReadKind(ref content);
        CheckShape(kind, ref content);
        if (content.IsRefused)
        {
            frame.Refuse(content.Code, content.Detail);
            return null;
        }

        return new MessageContent(kind, stored);
    }

    private static string ReadKind(ref FieldReader content)
    {
        var kind = content.Text(Field.Kind) ?? string.Empty;
        if (kind.Length is 0 or > Limits.MaxContentKindChars || kind.AsSpan().ContainsAnyExcept(KindChars))
        {
            content.RefuseField(Field.Kind, "must be a short name of small letters and digits");
        }

        return kind;
    }

    private static void CheckShape(string kind, ref FieldReader content)
    {
        switch (kind)
        {
            case "text":
                CheckText(ref content);
                break;
            case "image":
                CheckUrls(ref content, Field.Url, Field.Thumb);
                CheckSizes(ref content, Field.Width, Field.Height, Field.Size);
                break;
            case "voice":
                CheckUrls(ref content, Field.Url);
                CheckSizes(ref content, Field.DurationMs, Field.Size);
                break;
            case "video":
                CheckUrls(ref content, Field.Url, Field.Thumb);
                CheckSizes(ref content, Field.Width, Field.Height, Field.DurationMs, Field.Size);
                break;
            case "file":
                CheckUrls(ref content, Field.Url);
                CheckStrings(ref content, Field.Name, Field.Mime);
                CheckSizes(ref content, Field.Size);
                break;
            case "location":
                CheckNumber(ref content, Field.Lat, -90, 90);
                CheckNumber(ref content, Field.Lng, -180, 180);
                CheckStrings(ref content, Field.Name, Field.Address);
                break;
            case "system":
                content.Refuse(ErrorCode.Forbidden, "Only the server writes content of the kind system.");
                break;
        }
    }

    private static void CheckText(ref FieldReader content)
    {
        if (content.TypeOf(Field.Text) != JsonTokenType.String)
        {
            content.RefuseField(Field.Text, content.Has(Field.Text) ? "must be a string" : "is missing");
            return;
        }

        // Decoded into a borrowed buffer: the text itself is never needed as a string.
        var reader = new Utf8JsonReader(content.Raw(Field.Text));
        reader.Read();
        var chars = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
        ReadOnlySpan<char> text = chars.AsSpan(0, reader.CopyString(chars));
        if (text.IsWhiteSpace())
        {
            content.RefuseField(Field.Text, "must not be blank");
        }
        else if (text.Length > Limits.MaxTextChars)
        {
            content.RefuseLength(Field.Text, Limits.MaxTextChars);
        }

        ArrayPool<char>.Shared.Return(chars);
    }

    private static void CheckUrls(ref FieldReader content, params ReadOnlySpan<Field> fields)
    {
        foreach (var field in fields)
        {
            content.OptionalText(field, Limits.MaxUrlChars);
        }
    }

    private static void CheckStrings(ref FieldReader content, params ReadOnlySpan<Field> fields)
    {
        foreach (var field in fields)
        {
            if (content.Has(field) && content.TypeOf(field) != JsonTokenType.String)
            {
                content.RefuseField(field, "must be a string");
            }
        }
    }

    private static void CheckSizes(ref FieldReader content, params ReadOnlySpan<Field> fields)
    {
        foreach (var field in fields)
        {
            CheckNumber(ref content, field, 0, double.MaxValue);
        }
    }

    private static void CheckNumber(ref FieldReader content, Field field, double least, double most)
    {
        if (content.Has(field))
        {
            content.CheckNumber(field, least, most);
        }
    }
}
