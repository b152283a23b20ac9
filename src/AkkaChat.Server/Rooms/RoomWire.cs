using AkkaChat.Protocol;
using Google.Protobuf;

namespace AkkaChat.Server.Rooms;

/// <summary>The fields of commands that change who is in a room, what is set about it, and what was said in it.</summary>
internal static class RoomWire
{
    /// <summary>Makes a command that is done to somebody.</summary>
    public delegate RoomCommand OnPerson(RoomId room, UserId by, long reference, UserId user);

    /// <summary>The fields; null for a command of another sort.</summary>
    public static IMessage? Write(RoomCommand command) => command switch
    {
        RoomCommand.React react => new Wire.React
        {
            Room = react.Room.Value,
            By = react.By.Value,
            Ref = react.Ref,
            Target = react.Target,
            Emoji = react.Emoji,
            On = react.On,
        },
        RoomCommand.Forward forward => new Wire.Forward
        {
            Room = forward.Room.Value,
            By = forward.By.Value,
            Ref = forward.Ref,
            Key = forward.Key.Value,
            Messages = { forward.Messages.Select(Write) },
        },
        RoomCommand.Update update => new Wire.Update
        {
            Room = update.Room.Value,
            By = update.By.Value,
            Ref = update.Ref,
            Settings = Write(update.Settings),
        },
        RoomCommand.Invite invite => new Wire.Invite
        {
            Room = invite.Room.Value,
            By = invite.By.Value,
            Ref = invite.Ref,
            Users = { invite.Users.Select(user => user.Value) },
        },
        RoomCommand.SetRole set => new Wire.SetRole
        {
            Room = set.Room.Value,
            By = set.By.Value,
            Ref = set.Ref,
            User = set.User.Value,
            Role = (int)set.Role,
        },
        RoomCommand.Mute mute => new Wire.Mute
        {
            Room = mute.Room.Value,
            By = mute.By.Value,
            Ref = mute.Ref,
            User = mute.User.Value,
            ForTicks = mute.For.Ticks,
        },
        RoomCommand.Dissolve dissolve => new Wire.Dissolve
        {
            Room = dissolve.Room.Value,
            By = dissolve.By.Value,
            Ref = dissolve.Ref,
        },
        RoomCommand.Block block => new Wire.Block
        {
            Room = block.Room.Value,
            By = block.By.Value,
            Ref = block.Ref,
            Other = block.Other.Value,
            On = block.On,
        },
        RoomCommand.Remove remove => Write(remove, remove.User),
        RoomCommand.Ban ban => Write(ban, ban.User),
        RoomCommand.Unban unban => Write(unban, unban.User),
        RoomCommand.Accept accept => Write(accept, accept.User),
        RoomCommand.Refuse refuse => Write(refuse, refuse.User),
        _ => null,
    };

    /// <summary>A command that is done to somebody.</summary>
    public static RoomCommand Read(ReadOnlySpan<byte> bytes, OnPerson make)
    {
        var wire = Wire.OnPerson.Parser.ParseFrom(bytes);
        return make(RoomId.Parse(wire.Room), UserId.Parse(wire.By), wire.Ref, UserId.Parse(wire.User));
    }

    /// <summary>The command.</summary>
    public static RoomCommand.React Read(Wire.React wire) => new(
        RoomId.Parse(wire.Room),
        UserId.Parse(wire.By),
        wire.Ref,
        wire.Target,
        wire.Emoji.Length is > 0 and <= Limits.MaxEmojiChars ? wire.Emoji : throw new FormatException("not a reaction"),
        wire.On);

    /// <summary>The command.</summary>
    public static RoomCommand.Forward Read(Wire.Forward wire) => new(
        RoomId.Parse(wire.Room),
        UserId.Parse(wire.By),
        wire.Ref,
        ClientMessageId.Parse(wire.Key),
        wire.Messages.Count > 0
            ? [.. wire.Messages.Select(Read)]
            : throw new FormatException("a forward of nothing"));

    /// <summary>The command.</summary>
    public static RoomCommand.Update Read(Wire.Update wire) => new(
        RoomId.Parse(wire.Room), UserId.Parse(wire.By), wire.Ref, Read(wire.Settings ?? new Wire.Settings()));

    /// <summary>The command.</summary>
    public static RoomCommand.Invite Read(Wire.Invite wire) => new(
        RoomId.Parse(wire.Room), UserId.Parse(wire.By), wire.Ref, [.. wire.Users.Select(UserId.Parse)]);

    /// <summary>The command.</summary>
    public static RoomCommand.SetRole Read(Wire.SetRole wire) => new(
        RoomId.Parse(wire.Room),
        UserId.Parse(wire.By),
        wire.Ref,
        UserId.Parse(wire.User),
        RoomSerializer.Named<MemberRole>(wire.Role));

    /// <summary>The command.</summary>
    public static RoomCommand.Mute Read(Wire.Mute wire) => new(
        RoomId.Parse(wire.Room), UserId.Parse(wire.By), wire.Ref, UserId.Parse(wire.User), new TimeSpan(wire.ForTicks));

    /// <summary>The command.</summary>
    public static RoomCommand.Dissolve Read(Wire.Dissolve wire) =>
        new(RoomId.Parse(wire.Room), UserId.Parse(wire.By), wire.Ref);

    /// <summary>The command.</summary>
    public static RoomCommand.Block Read(Wire.Block wire) =>
        new(RoomId.Parse(wire.Room), UserId.Parse(wire.By), wire.Ref, UserId.Parse(wire.Other), wire.On);

    private static Wire.OnPerson Write(RoomCommand command, UserId user) => new()
    {
        Room = command.Room.Value,
        By = command.By.Value,
        Ref = command.Ref,
        User = user.Value,
    };

    private static Wire.Forwarded Write(ForwardedMessage message) => new()
    {
        Id = message.Id.Value,
        Content = RoomSerializer.Write(message.Content),
        From = message.Origin.From.Value,
        Time = message.Origin.Time,
    };

    private static ForwardedMessage Read(Wire.Forwarded wire) => new(
        new MessageId(RoomSerializer.Id(wire.Id)),
        RoomSerializer.Read(wire.Content),
        new ForwardOrigin(UserId.Parse(wire.From), wire.Time));

    private static Wire.Settings Write(RoomSettings settings)
    {
        var wire = new Wire.Settings();
        Set(settings.Name, name => wire.Name = name);
        Set(settings.Announcement, text => wire.Announcement = text);
        Set(settings.Avatar, avatar => wire.Avatar = avatar);
        if (settings.JoinRule is { } rule)
        {
            wire.JoinRule = (int)rule;
        }

        if (settings.IsPublic is { } isPublic)
        {
            wire.IsPublic = isPublic;
        }

        if (settings.MuteAll is { } muteAll)
        {
            wire.MuteAll = muteAll;
        }

        if (settings.SlowModeMs is { } wait)
        {
            wire.SlowModeMs = wait;
        }

        return wire;
    }

    private static RoomSettings Read(Wire.Settings wire) => new()
    {
        Name = wire.HasName ? wire.Name : null,
        Announcement = wire.HasAnnouncement ? wire.Announcement : null,
        Avatar = wire.HasAvatar ? wire.Avatar : null,
        JoinRule = wire.HasJoinRule ? RoomSerializer.Named<JoinRule>(wire.JoinRule) : null,
        IsPublic = wire.HasIsPublic ? wire.IsPublic : null,
        MuteAll = wire.HasMuteAll ? wire.MuteAll : null,
        SlowModeMs = wire.HasSlowModeMs ? wire.SlowModeMs : null,
    };

    private static void Set(string? text, Action<string> set)
    {
        if (text is not null)
        {
            set(text);
        }
    }
}
