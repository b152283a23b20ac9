using System.Text.Json;
using System.Text.Unicode;

namespace AkkaChat.Protocol;

/// <summary>
/// Turns what a client sent into a request, or says why it is none. A client may send anything: nothing in here throws,
/// and no refusal repeats what the client wrote.
/// </summary>
public static class RequestReader
{
    /// <summary>More characters than any request type has, even if all of them are written as escapes.</summary>
    private const int MaxTypeBytes = 128;

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
            not (Request.Ping or Request.Pong or Request.Typing) when id.IsNone =>
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
        var request = RequestForms.Send(room, ref fields);
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
            "send" => RequestForms.Send(RequestForms.RoomIn(ref fields), ref fields),
            "read" => new Request.Read(id, RequestForms.RoomIn(ref fields), fields.Integer(Field.Seq, 0)),
            "ping" => new Request.Ping(id, fields.Echo(Field.T)),
            "pong" => new Request.Pong(id),
            "typing" => new Request.Typing(id, RequestForms.RoomIn(ref fields)),
            "history" => RequestForms.History(ref fields),
            "connect" => RequestForms.Connect(ref fields),
            "token" => new Request.RenewToken(id, fields.Text(Field.Token, Limits.MaxTokenChars)),
            "background" => new Request.SetBackground(id, fields.Flag(Field.On)),
            "recall" => new Request.Recall(id, RequestForms.RoomIn(ref fields), fields.Integer(Field.Target, 1)),
            "edit" => RequestForms.Edit(ref fields),
            "receipts" => new Request.Receipts(id, RequestForms.RoomIn(ref fields), fields.Integer(Field.Seq, 1)),
            "search" => RequestForms.Search(ref fields),
            "rooms.list" => RequestForms.RoomsList(ref fields),
            "room.create" => RequestForms.RoomCreate(ref fields),
            "room.get" => new Request.RoomGet(id, RequestForms.RoomIn(ref fields)),
            "room.join" => new Request.RoomJoin(id, RequestForms.RoomIn(ref fields)),
            "room.leave" => new Request.RoomLeave(id, RequestForms.RoomIn(ref fields)),
            "room.members" => RequestForms.RoomMembers(ref fields),
            "dm.open" => new Request.DirectOpen(id, RequestForms.UserIn(ref fields)),
            "react" => RequestForms.React(ref fields),
            "forward" => RequestForms.Forward(ref fields),
            "room.update" => RequestForms.RoomUpdate(ref fields),
            "room.invite" => RequestForms.RoomInvite(ref fields),
            "room.remove" => new Request.RoomRemove(id, RequestForms.RoomIn(ref fields), RequestForms.UserIn(ref fields)),
            "room.role" => new Request.RoomSetRole(
                id, RequestForms.RoomIn(ref fields), RequestForms.UserIn(ref fields), RequestForms.RoleIn(ref fields)),
            "room.mute" => RequestForms.RoomMute(ref fields),
            "room.muteAll" => new Request.RoomMuteAll(id, RequestForms.RoomIn(ref fields), fields.Flag(Field.On)),
            "room.ban" => new Request.RoomBan(id, RequestForms.RoomIn(ref fields), RequestForms.UserIn(ref fields)),
            "room.unban" => new Request.RoomUnban(id, RequestForms.RoomIn(ref fields), RequestForms.UserIn(ref fields)),
            "room.bans" => RequestForms.RoomBans(ref fields),
            "room.requests" => RequestForms.RoomJoinRequests(ref fields),
            "room.accept" => new Request.RoomAccept(id, RequestForms.RoomIn(ref fields), RequestForms.UserIn(ref fields)),
            "room.refuse" => new Request.RoomRefuse(id, RequestForms.RoomIn(ref fields), RequestForms.UserIn(ref fields)),
            "room.dissolve" => new Request.RoomDissolve(id, RequestForms.RoomIn(ref fields)),
            "room.pin" => new Request.RoomPin(id, RequestForms.RoomIn(ref fields), fields.Flag(Field.On)),
            "room.silence" => new Request.RoomSilence(id, RequestForms.RoomIn(ref fields), fields.Flag(Field.On)),
            "user.block" => new Request.UserBlock(id, RequestForms.UserIn(ref fields), On: true),
            "user.unblock" => new Request.UserBlock(id, RequestForms.UserIn(ref fields), On: false),
            "user.blocks" => RequestForms.UserBlocks(ref fields),
            "user.get" => new Request.UserGet(id, fields.OptionalId<UserId>(Field.User, UserId.TryParse)),
            "presence" => RequestForms.Presence(ref fields),
            "user.update" => RequestForms.UserUpdate(ref fields),
            _ => null,
        };
    }
}
