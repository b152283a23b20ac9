using System.Text.Json;

namespace AkkaChat.Protocol;

/// <summary>Writes the objects that answers, pushes and HTTP bodies share: one place for their names.</summary>
internal static class ViewWriter
{
    /// <summary>A person as an object.</summary>
    public static void WriteObject(Utf8JsonWriter json, UserView user)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, user.Id.Value);
        json.WriteString("name"u8, user.Name);
        json.WriteString("avatar"u8, user.Avatar);
        json.WriteEndObject();
    }

    /// <summary>A room as an object.</summary>
    public static void WriteObject(Utf8JsonWriter json, RoomView room)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, room.Id.Value);
        json.WriteString("kind"u8, room.Kind.Name());
        json.WriteString("name"u8, room.Name);
        if (room.Peer is { } peer)
        {
            json.WritePropertyName("peer"u8);
            WriteObject(json, peer);
        }

        json.WriteNumber("lastSeq"u8, room.LastSeq);
        json.WriteNumber("readSeq"u8, room.ReadSeq);
        json.WriteNumber("unread"u8, room.Unread);
        json.WriteNumber("mentionUnread"u8, room.MentionUnread);
        json.WriteString("role"u8, room.Role?.Name());
        json.WriteBoolean("muted"u8, room.Muted);
        json.WriteBoolean("pinned"u8, room.Pinned);
        json.WritePropertyName("last"u8);
        json.WriteRawValue(room.Last.IsEmpty ? "null"u8 : room.Last.Span, skipInputValidation: true);
        json.WriteNumber("updatedAt"u8, room.UpdatedAt);
        json.WriteString("announcement"u8, room.Announcement);
        json.WriteString("avatar"u8, room.Avatar);
        json.WriteString("joinRule"u8, room.JoinRule.Name());
        json.WriteNumber("memberCount"u8, room.MemberCount);
        json.WriteBoolean("public"u8, room.IsPublic);
        WriteTime(json, "mutedUntil"u8, room.MutedUntil);
        json.WriteBoolean("muteAll"u8, room.MuteAll);
        json.WriteNumber("slowModeMs"u8, room.SlowModeMs);
        if (room.Requested)
        {
            json.WriteBoolean("requested"u8, true);
        }

        json.WriteEndObject();
    }

    /// <summary>A page of a list of people, by the name of that list.</summary>
    public static void WritePeople(Utf8JsonWriter json, string name, IReadOnlyList<PersonView> people, string? cursor)
    {
        json.WriteStartArray(name);
        foreach (var person in people)
        {
            json.WriteStartObject();
            WriteUser(json, person.User);
            json.WriteNumber("since"u8, person.Since);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("cursor"u8, cursor);
    }

    /// <summary>A member as an object.</summary>
    public static void WriteObject(Utf8JsonWriter json, MemberView member)
    {
        json.WriteStartObject();
        WriteUser(json, member.User);
        json.WriteString("role"u8, member.Role.Name());
        json.WriteNumber("joinedAt"u8, member.JoinedAt);
        WriteTime(json, "mutedUntil"u8, member.MutedUntil);
        json.WriteEndObject();
    }

    /// <summary>The member <c>user</c>.</summary>
    public static void WriteUser(Utf8JsonWriter json, UserView user)
    {
        json.WritePropertyName("user"u8);
        WriteObject(json, user);
    }

    /// <summary>The members that say whether somebody is there.</summary>
    public static void WritePresence(Utf8JsonWriter json, PresenceView presence)
    {
        json.WriteString("user"u8, presence.User.Value);
        json.WriteString("state"u8, presence.Kind.Name());
        if (presence.LastSeen is { } lastSeen)
        {
            json.WriteNumber("lastSeen"u8, lastSeen);
        }
        else
        {
            json.WriteNull("lastSeen"u8);
        }
    }

    /// <summary>The member <c>room</c>.</summary>
    public static void WriteRoom(Utf8JsonWriter json, RoomView room)
    {
        json.WritePropertyName("room"u8);
        WriteObject(json, room);
    }

    /// <summary>The member <c>rooms</c>.</summary>
    public static void WriteRooms(Utf8JsonWriter json, IReadOnlyList<RoomView> rooms)
    {
        json.WriteStartArray("rooms"u8);
        foreach (var room in rooms)
        {
            WriteObject(json, room);
        }

        json.WriteEndArray();
    }

    /// <summary>The member <c>events</c>: encoded event frames, copied as they are.</summary>
    public static void WriteEvents(Utf8JsonWriter json, IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        json.WriteStartArray("events"u8);
        foreach (var frame in frames)
        {
            json.WriteRawValue(frame.Span, skipInputValidation: true);
        }

        json.WriteEndArray();
    }

    /// <summary>The member <c>events</c>, and <c>highlights</c>: for each of them where it has what was looked for.</summary>
    public static void WriteHits(Utf8JsonWriter json, IReadOnlyList<SearchHit> hits)
    {
        WriteEvents(json, [.. hits.Select(hit => hit.Frame)]);
        json.WriteStartArray("highlights"u8);
        foreach (var hit in hits)
        {
            json.WriteStartArray();
            foreach (var range in hit.Highlights)
            {
                json.WriteStartArray();
                json.WriteNumberValue(range.Start);
                json.WriteNumberValue(range.Length);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>The members of a page of rooms.</summary>
    public static void WriteRoomPage(Utf8JsonWriter json, (IReadOnlyList<RoomView> Rooms, string? Cursor) page)
    {
        WriteRooms(json, page.Rooms);
        json.WriteString("cursor"u8, page.Cursor);
    }

    /// <summary>The members of a page of a log.</summary>
    public static void WriteEventPage(Utf8JsonWriter json, (IReadOnlyList<ReadOnlyMemory<byte>> Frames, bool More) page)
    {
        WriteEvents(json, page.Frames);
        json.WriteBoolean("more"u8, page.More);
    }

    /// <summary>The member called <paramref name="name"/>: user ids.</summary>
    public static void WriteIds(Utf8JsonWriter json, string name, IReadOnlyList<UserId> users)
    {
        json.WriteStartArray(name);
        foreach (var user in users)
        {
            json.WriteStringValue(user.Value);
        }

        json.WriteEndArray();
    }

    /// <summary>The members of an acknowledgement.</summary>
    public static void WriteAck(Utf8JsonWriter json, AckView ack)
    {
        json.WriteString("room"u8, ack.Room.Value);
        json.WriteNumber("seq"u8, ack.Seq);
        if (ack.Id is { } id)
        {
            json.WriteString("messageId"u8, id.Value);
        }

        if (ack.Time is { } time)
        {
            json.WriteNumber("time"u8, time);
        }

        json.WriteBoolean("duplicate"u8, ack.IsDuplicate);
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? time)
    {
        if (time is { } at)
        {
            json.WriteNumber(name, at);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
