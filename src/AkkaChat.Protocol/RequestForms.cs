using System.Buffers;

namespace AkkaChat.Protocol;

/// <summary>What each type of request is made of. A field that is missing or wrong is noted in the reader.</summary>
internal static class RequestForms
{
    /// <summary>Rooms whose id begins so are made by the server for pairs of people.</summary>
    private const string DirectRoomPrefix = "dm-";

    private static readonly SearchValues<char> PlatformChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Which room the request is about.</summary>
    public static RoomId RoomIn(ref FieldReader fields) => fields.Id<RoomId>(Field.Room, RoomId.TryParse);

    private static string? PageMark(Field field, ref FieldReader fields) =>
        fields.OptionalText(field, Limits.MaxPageMarkChars);

    /// <summary>The fields of that request.</summary>
    public static Request.Connect Connect(ref FieldReader fields)
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

    /// <summary>The fields of that request.</summary>
    public static Request.Send Send(RoomId room, ref FieldReader fields) => new(
        fields.RequestId,
        room,
        fields.Id<ClientMessageId>(Field.ClientMsgId, ClientMessageId.TryParse),
        ContentReader.Read(ref fields)!,
        fields.Users(Field.Mentions, Limits.MaxMentions),
        fields.OptionalInteger(Field.ReplyTo, 1));

    /// <summary>The fields of that request.</summary>
    public static Request.Edit Edit(ref FieldReader fields) => new(
        fields.RequestId,
        RoomIn(ref fields),
        fields.Integer(Field.Target, 1),
        (int)fields.Integer(Field.Version, 1, int.MaxValue - 1), // the edit makes the version after it
        ContentReader.Read(ref fields)!);

    /// <summary>The fields of that request.</summary>
    public static Request.History History(ref FieldReader fields)
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

    /// <summary>The fields of that request.</summary>
    public static Request.Search Search(ref FieldReader fields)
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

    /// <summary>The fields of that request.</summary>
    public static Request.RoomsList RoomsList(ref FieldReader fields) => new(
        fields.RequestId,
        PageMark(Field.Cursor, ref fields),
        fields.Limit(Request.RoomsList.MaxLimit, Request.RoomsList.MaxLimit));

    /// <summary>The fields of that request.</summary>
    public static Request.RoomCreate RoomCreate(ref FieldReader fields)
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

    /// <summary>The fields of that request.</summary>
    public static Request.RoomMembers RoomMembers(ref FieldReader fields) => new(
        fields.RequestId,
        RoomIn(ref fields),
        PageMark(Field.Cursor, ref fields),
        fields.Limit(Request.RoomMembers.MaxLimit, Request.RoomMembers.MaxLimit));

    /// <summary>The fields of that request.</summary>
    public static Request.UserUpdate UserUpdate(ref FieldReader fields)
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
