using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace AkkaChat.Protocol;

/// <summary>
/// Turns what a client sent into a request, or says why it is none. A client may send anything: nothing in here throws,
/// and no refusal repeats what the client wrote.
/// </summary>
public static class RequestReader
{
    /// <summary>Rooms whose id begins so are made by the server for pairs of people.</summary>
    private const string DirectRoomPrefix = "dm-";

    /// <summary>More characters than any request type has, even if all of them are written as escapes.</summary>
    private const int MaxTypeBytes = 128;

    private static readonly SearchValues<char> PlatformChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Reads one frame.</summary>
    public static RequestOutcome Read(ReadOnlySpan<byte> frame)
    {
        Span<FieldSlot> slots = stackalloc FieldSlot[FieldNames.Count];
        slots.Clear();
        var fault = Scan(frame, slots, out var code);
        var finder = new FieldReader(frame, slots);
        var id = finder.ReadRequestId();
        if (fault is not null)
        {
            return RequestOutcome.Refused(id, code, fault);
        }

        if (finder.IsRefused)
        {
            return RequestOutcome.Refused(id, finder.Code, finder.Detail);
        }

        if (finder.TypeOf(Field.Type) != JsonTokenType.String)
        {
            finder.RefuseField(Field.Type, finder.Has(Field.Type) ? "must be a string" : "is missing");
            return RequestOutcome.Refused(id, finder.Code, finder.Detail);
        }

        var fields = new FieldReader(frame, slots) { RequestId = id };
        return OfType(ref fields) switch
        {
            null => RequestOutcome.Refused(id, ErrorCode.UnknownType, ErrorCode.UnknownType.Sentence()),
            _ when fields.IsRefused => RequestOutcome.Refused(id, fields.Code, fields.Detail),
            not (Request.Ping or Request.Pong) when id.IsNone =>
                RequestOutcome.Refused(id, ErrorCode.BadFrame, "The field id is missing."),
            var request => RequestOutcome.Taken(request),
        };
    }

    /// <summary>
    /// Reads the body of a message that came without a socket: the fields of <c>send</c> but for type, id and room.
    /// </summary>
    public static RequestOutcome ReadMessage(RoomId room, ReadOnlySpan<byte> body)
    {
        Span<FieldSlot> slots = stackalloc FieldSlot[FieldNames.Count];
        slots.Clear();
        if (Scan(body, slots, out var code) is { } fault)
        {
            return RequestOutcome.Refused(default, code, fault);
        }

        var fields = new FieldReader(body, slots);
        var request = Send(room, ref fields);
        return fields.IsRefused
            ? RequestOutcome.Refused(default, fields.Code, fields.Detail)
            : RequestOutcome.Taken(request);
    }

    // What is wrong with the frame as a whole. The slots are filled as far as the frame can be read.
    private static string? Scan(ReadOnlySpan<byte> frame, Span<FieldSlot> slots, out ErrorCode code)
    {
        code = ErrorCode.BadFrame;
        if (frame.Length > Limits.MaxFrameBytes)
        {
            code = ErrorCode.TooLarge;
            return $"A frame has a limit of {Limits.MaxFrameBytes} bytes.";
        }

        if (!Utf8.IsValid(frame))
        {
            return "The frame is not UTF-8.";
        }

        var fault = FieldScan.Fill(frame, slots);
        return fault is null && !JsonText.HasSoundEscapes(frame)
            ? "A string has half a surrogate pair or a NUL."
            : fault;
    }

    private static Request? OfType(ref FieldReader fields)
    {
        var token = fields.Raw(Field.Type);
        if (token.Length > MaxTypeBytes)
        {
            return null;
        }

        Span<char> type = stackalloc char[MaxTypeBytes];
        var reader = new Utf8JsonReader(token);
        reader.Read();
        return OfType(type[..reader.CopyString(type)], ref fields);
    }

    private static Request? OfType(scoped ReadOnlySpan<char> type, ref FieldReader fields)
    {
        var id = fields.RequestId;
        return type switch
        {
            "send" => Send(RoomIn(ref fields), ref fields),
            "read" => new Request.Read(id, RoomIn(ref fields), fields.Integer(Field.Seq, 0)),
            "ping" => new Request.Ping(id, fields.Echo(Field.T)),
            "pong" => new Request.Pong(id),
            "history" => History(ref fields),
            "connect" => Connect(ref fields),
            "token" => new Request.RenewToken(id, fields.Text(Field.Token, Limits.MaxTokenChars)),
            "background" => new Request.SetBackground(id, fields.Flag(Field.On)),
            "recall" => new Request.Recall(id, RoomIn(ref fields), fields.Integer(Field.Target, 1)),
            "edit" => Edit(ref fields),
            "receipts" => new Request.Receipts(id, RoomIn(ref fields), fields.Integer(Field.Seq, 1)),
            "search" => Search(ref fields),
            "rooms.list" => RoomsList(ref fields),
            "room.create" => RoomCreate(ref fields),
            "room.get" => new Request.RoomGet(id, RoomIn(ref fields)),
            "room.join" => new Request.RoomJoin(id, RoomIn(ref fields)),
            "room.leave" => new Request.RoomLeave(id, RoomIn(ref fields)),
            "room.members" => RoomMembers(ref fields),
            "dm.open" => new Request.DirectOpen(id, fields.Id<UserId>(Field.User, UserId.TryParse)),
            "user.get" => new Request.UserGet(id, fields.OptionalId<UserId>(Field.User, UserId.TryParse)),
            "user.update" => UserUpdate(ref fields),
            _ => null,
        };
    }

    private static RoomId RoomIn(ref FieldReader fields) => fields.Id<RoomId>(Field.Room, RoomId.TryParse);

    private static string? PageMark(Field field, ref FieldReader fields) =>
        fields.OptionalText(field, Limits.MaxPageMarkChars);

    private static Request.Connect Connect(ref FieldReader fields)
    {
        var token = fields.OptionalText(Field.Token, Limits.MaxTokenChars);
        var device = fields.Id<DeviceId>(Field.DeviceId, DeviceId.TryParse);
        var platform = fields.Text(Field.Platform) ?? string.Empty;
        if (platform.Length is 0 or > Limits.MaxPlatformChars
            || platform.AsSpan().ContainsAnyExcept(PlatformChars))
        {
            fields.RefuseField(Field.Platform, "must be a short name of small letters and digits");
        }

        return new Request.Connect(
            fields.RequestId,
            token,
            device,
            platform,
            fields.OptionalFlag(Field.Background),
            fields.Seqs(Field.Cursors, Limits.MaxCursors),
            fields.OptionalFlag(Field.Batch));
    }

    private static Request.Send Send(RoomId room, ref FieldReader fields) => new(
        fields.RequestId,
        room,
        fields.Id<ClientMessageId>(Field.ClientMsgId, ClientMessageId.TryParse),
        ContentReader.Read(ref fields)!,
        fields.Users(Field.Mentions, Limits.MaxMentions),
        fields.OptionalInteger(Field.ReplyTo, 1));

    private static Request.Edit Edit(ref FieldReader fields) => new(
        fields.RequestId,
        RoomIn(ref fields),
        fields.Integer(Field.Target, 1),
        (int)fields.Integer(Field.Version, 1, int.MaxValue - 1), // the edit makes the version after it
        ContentReader.Read(ref fields)!);

    private static Request.History History(ref FieldReader fields)
    {
        if (fields.Has(Field.Before) && fields.Has(Field.After))
        {
            fields.RefuseField(Field.After, "can't go with before");
        }

        return new Request.History(
            fields.RequestId,
            RoomIn(ref fields),
            fields.OptionalInteger(Field.Before, 0),
            fields.OptionalInteger(Field.After, 0),
            fields.Limit(Request.History.DefaultLimit, Request.History.MaxLimit));
    }

    private static Request.Search Search(ref FieldReader fields)
    {
        var query = fields.Text(Field.Q, Limits.MaxQueryChars);
        if (string.IsNullOrWhiteSpace(query))
        {
            fields.RefuseField(Field.Q, "must not be blank");
        }

        return new Request.Search(
            fields.RequestId,
            query,
            fields.OptionalId<RoomId>(Field.Room, RoomId.TryParse),
            PageMark(Field.Before, ref fields),
            fields.Limit(Request.Search.DefaultLimit, Request.Search.MaxLimit));
    }

    private static Request.RoomsList RoomsList(ref FieldReader fields) => new(
        fields.RequestId,
        PageMark(Field.Cursor, ref fields),
        fields.Limit(Request.RoomsList.MaxLimit, Request.RoomsList.MaxLimit));

    private static Request.RoomCreate RoomCreate(ref FieldReader fields)
    {
        var room = fields.OptionalId<RoomId>(Field.Room, RoomId.TryParse);
        if (room?.Value?.StartsWith(DirectRoomPrefix, StringComparison.Ordinal) == true)
        {
            fields.Refuse(ErrorCode.Forbidden, "Room ids that begin with dm- are the server's.");
        }

        return new Request.RoomCreate(
            fields.RequestId,
            room,
            fields.Name(Field.Name),
            RoomKindIn(ref fields),
            fields.OptionalFlag(Field.Public),
            fields.Users(Field.Members, Limits.MaxRoomMembersInCreate));
    }

    private static RoomKind RoomKindIn(ref FieldReader fields)
    {
        switch (fields.Has(Field.Kind) ? fields.Text(Field.Kind) : "group")
        {
            case "group":
                return RoomKind.Group;
            case "channel":
                return RoomKind.Channel;
            case "broadcast":
                return RoomKind.Broadcast;
            default:
                fields.RefuseField(Field.Kind, "must be group, channel or broadcast");
                return default;
        }
    }

    private static Request.RoomMembers RoomMembers(ref FieldReader fields) => new(
        fields.RequestId,
        RoomIn(ref fields),
        PageMark(Field.Cursor, ref fields),
        fields.Limit(Request.RoomMembers.MaxLimit, Request.RoomMembers.MaxLimit));

    private static Request.UserUpdate UserUpdate(ref FieldReader fields)
    {
        var name = fields.Has(Field.Name) ? fields.Name(Field.Name) : null;
        var avatar = fields.OptionalText(Field.Avatar, Limits.MaxAvatarChars);
        if (avatar is not null && !LinkText.IsPicture(avatar))
        {
            fields.RefuseField(Field.Avatar, "must be an http address or a media path");
        }

        if (name is null && avatar is null)
        {
            fields.RefuseField(Field.Name, "or avatar must be there");
        }

        return new Request.UserUpdate(fields.RequestId, name, avatar);
    }
}
