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

    /// <summary>Whom the request is about.</summary>
    public static UserId UserIn(ref FieldReader fields) => fields.Id<UserId>(Field.User, UserId.TryParse);

    /// <summary>Which role the request is about.</summary>
    public static MemberRole RoleIn(ref FieldReader fields) => NameIn(
        Field.Role, ref fields, WireNames.MemberRoleOf, "must be owner, admin or member");

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
        fields.Users(Field.Mentions, Limits.MaxMentions, UserId.TryParseMention),
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

    /// <summary>The fields of that request.</summary>
    public static Request.Presence Presence(ref FieldReader fields)
    {
        if (!fields.Has(Field.Users))
        {
            fields.RefuseField(Field.Users, "is missing");
        }

        return new Request.Presence(fields.RequestId, fields.Users(Field.Users, Limits.MaxWatched));
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
    public static Request.React React(ref FieldReader fields)
    {
        var emoji = fields.Text(Field.Emoji, Limits.MaxEmojiChars);
        if (!EmojiText.IsOne(emoji))
        {
            fields.RefuseField(Field.Emoji, "must be one emoji");
        }

        return new Request.React(
            fields.RequestId, RoomIn(ref fields), fields.Integer(Field.Target, 1), emoji, fields.Flag(Field.On));
    }

    /// <summary>The fields of that request.</summary>
    public static Request.Forward Forward(ref FieldReader fields) => new(
        fields.RequestId,
        fields.Id<RoomId>(Field.From, RoomId.TryParse),
        fields.Places(Field.Targets, Limits.MaxForwards),
        fields.Id<RoomId>(Field.To, RoomId.TryParse),
        fields.Id<ClientMessageId>(Field.ClientMsgId, ClientMessageId.TryParse));

    /// <summary>The fields of that request.</summary>
    public static Request.RoomUpdate RoomUpdate(ref FieldReader fields)
    {
        var settings = new RoomSettings
        {
            Name = fields.Has(Field.Name) ? fields.Name(Field.Name) : null,
            Announcement = fields.TextOrEmpty(Field.Announcement, Limits.MaxAnnouncementChars),
            Avatar = fields.TextOrEmpty(Field.Avatar, Limits.MaxAvatarChars),
            JoinRule = fields.Has(Field.JoinRule)
                ? NameIn(Field.JoinRule, ref fields, WireNames.JoinRuleOf, "must be open, approve or invite")
                : null,
            IsPublic = fields.Has(Field.Public) ? fields.Flag(Field.Public) : null,
            SlowModeMs = fields.Has(Field.SlowModeMs)
                ? fields.Integer(Field.SlowModeMs, 0, (long)Limits.MaxSlowMode.TotalMilliseconds)
                : null,
        };
        CheckPicture(settings.Avatar, ref fields);
        if (settings == RoomSettings.None)
        {
            fields.RefuseField(Field.Name, "or another setting must be there");
        }

        return new Request.RoomUpdate(fields.RequestId, RoomIn(ref fields), settings);
    }

    /// <summary>The fields of that request.</summary>
    public static Request.RoomInvite RoomInvite(ref FieldReader fields)
    {
        var users = fields.Users(Field.Users, Limits.MaxRoomMembersInCreate);
        if (users.IsEmpty)
        {
            fields.RefuseField(Field.Users, "must name somebody");
        }

        return new Request.RoomInvite(fields.RequestId, RoomIn(ref fields), users);
    }

    /// <summary>The fields of that request.</summary>
    public static Request.RoomMute RoomMute(ref FieldReader fields) => new(
        fields.RequestId,
        RoomIn(ref fields),
        UserIn(ref fields),
        TimeSpan.FromMilliseconds(fields.Integer(Field.ForMs, 0, (long)Limits.MaxMute.TotalMilliseconds)));

    /// <summary>The fields of that request.</summary>
    public static Request.RoomBans RoomBans(ref FieldReader fields) => new(
        fields.RequestId, RoomIn(ref fields), PageMark(Field.Cursor, ref fields), PeopleLimit(ref fields));

    /// <summary>The fields of that request.</summary>
    public static Request.RoomJoinRequests RoomJoinRequests(ref FieldReader fields) => new(
        fields.RequestId, RoomIn(ref fields), PageMark(Field.Cursor, ref fields), PeopleLimit(ref fields));

    /// <summary>The fields of that request.</summary>
    public static Request.UserBlocks UserBlocks(ref FieldReader fields) => new(
        fields.RequestId, PageMark(Field.Cursor, ref fields), PeopleLimit(ref fields));

    private static int PeopleLimit(ref FieldReader fields) =>
        fields.Limit(Request.RoomMembers.MaxLimit, Request.RoomMembers.MaxLimit);

    private static T NameIn<T>(Field field, ref FieldReader fields, Func<string, T> valueOf, string rule)
        where T : struct
    {
        try
        {
            return valueOf(fields.Text(field) ?? string.Empty);
        }
        catch (FormatException)
        {
            fields.RefuseField(field, rule);
            return default;
        }
    }

    private static void CheckPicture(string? avatar, ref FieldReader fields)
    {
        if (!string.IsNullOrEmpty(avatar) && !LinkText.IsPicture(avatar))
        {
            fields.RefuseField(Field.Avatar, "must be an http address or a media path");
        }
    }

    /// <summary>The fields of that request.</summary>
    public static Request.UserUpdate UserUpdate(ref FieldReader fields)
    {
        var name = fields.Has(Field.Name) ? fields.Name(Field.Name) : null;
        var avatar = fields.OptionalText(Field.Avatar, Limits.MaxAvatarChars);
        CheckPicture(avatar, ref fields);
        if (name is null && avatar is null)
        {
            fields.RefuseField(Field.Name, "or avatar must be there");
        }

        return new Request.UserUpdate(fields.RequestId, name, avatar);
    }
}
