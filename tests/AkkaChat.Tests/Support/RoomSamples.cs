using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Support;

/// <summary>Short forms of what is asked of a room beyond talking.</summary>
internal static class RoomSamples
{
    public const string Heart = "❤️";

    /// <summary>A room of that sort, made by <paramref name="by"/> with <paramref name="members"/>.</summary>
    public static RoomCommand.Create Create(
        UserId by, RoomKind kind, bool isPublic = true, params UserId[] members) =>
        new(Team, by, 0, "Team", kind, isPublic, [.. members]);

    public static RoomCommand.React React(
        UserId by, long target, string emoji = Heart, bool on = true, long reference = 0) =>
        new(Team, by, reference, target, emoji, on);

    /// <summary>Messages of Eve's are forwarded.</summary>
    public static RoomCommand.Forward Forward(UserId by, string key, params string[] texts) =>
        new(Team, by, 0, Key(key), [.. texts.Select((text, index) => new ForwardedMessage(
            new MessageId($"m-{key}-{index}"), Text(text), new ForwardOrigin(Eve, Noon - 1)))]);

    public static RoomCommand.Update Update(UserId by, RoomSettings settings, long reference = 0) =>
        new(Team, by, reference, settings);

    public static RoomCommand.Update Update(UserId by, JoinRule rule) => Update(by, new RoomSettings { JoinRule = rule });

    public static RoomCommand.Invite Invite(UserId by, params UserId[] users) => new(Team, by, 0, [.. users]);

    public static RoomCommand.Remove Remove(UserId by, UserId user, long reference = 0) => new(Team, by, reference, user);

    public static RoomCommand.SetRole SetRole(UserId by, UserId user, MemberRole role, long reference = 0) =>
        new(Team, by, reference, user, role);

    public static RoomCommand.Mute Mute(UserId by, UserId user, long forMs, long reference = 0) =>
        new(Team, by, reference, user, TimeSpan.FromMilliseconds(forMs));

    public static RoomCommand.Ban Ban(UserId by, UserId user, long reference = 0) => new(Team, by, reference, user);

    public static RoomCommand.Unban Unban(UserId by, UserId user) => new(Team, by, 0, user);

    public static RoomCommand.Accept Accept(UserId by, UserId user) => new(Team, by, 0, user);

    public static RoomCommand.Refuse Refuse(UserId by, UserId user, long reference = 0) => new(Team, by, reference, user);

    public static RoomCommand.Dissolve Dissolve(UserId by, long reference = 0) => new(Team, by, reference);

    public static RoomCommand.Block Block(UserId by, UserId other, bool on = true, long reference = 0) =>
        new(Team, by, reference, other, on);
}
