using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Sockets;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Wire;

/// <summary>Every message that may cross nodes, with every field set and with as few as there can be.</summary>
internal static class WireMessages
{
    /// <summary>A path of an actor of another node.</summary>
    public const string OwnerPath = "akka.tcp://akkachat@10.0.0.7:4053/system/sharding/user/17/u-ann#1234567";

    /// <summary>What all messages between nodes are one of.</summary>
    public static ImmutableArray<Type> Bases { get; } =
    [
        typeof(RoomCommand), typeof(RoomReply), typeof(InterestCommand), typeof(FeedMessage), typeof(UserCommand),
        typeof(UserPush), typeof(PresenceCommand), typeof(PresencePush), typeof(TypingNotice), typeof(PlainHubCommand), typeof(PlainHubPush),
    ];

    /// <summary>Every kind of message, found by its base.</summary>
    public static ImmutableArray<Type> Types { get; } =
    [
        .. typeof(RoomCommand).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && Bases.Any(root => root.IsAssignableFrom(type)))
            .OrderBy(NameOf, StringComparer.Ordinal),
    ];

    /// <summary>The name that golden files and reports use.</summary>
    public static string NameOf(Type type) =>
        type.DeclaringType is { } outer ? $"{outer.Name}.{type.Name}" : type.Name;

    /// <summary>A message of each kind with every field set.</summary>
    public static IEnumerable<object> Full(ExtendedActorSystem system) =>
    [
        new RoomCommand.Post(
            Team, Ann, 7, new MessageId("m-0198"), Key("k-1"), Text("hi \u4f60\u597d"), [Bob, Cat], ReplyTo: 41),
        new RoomCommand.Recall(Team, Ann, 8, 42),
        new RoomCommand.Edit(Team, Ann, 9, 42, 2, Text("better")),
        new RoomCommand.Create(Team, Ann, 10, "Team", RoomKind.Channel, IsPublic: true, [Bob, Cat]),
        new RoomCommand.OpenDirect(Team, Ann, 11, Bob),
        new RoomCommand.Join(Team, Ann, 12),
        new RoomCommand.Leave(Team, Ann, 13),
        new RoomCommand.MarkRead(Team, Ann, 14, Limits.MaxSeq),
        new RoomCommand.React(Team, Ann, 15, 42, "\ud83d\udc4d", On: true),
        new RoomCommand.Forward(
            Team, Ann, 16, Key("k-1"), [new(new MessageId("m-0199"), Text("hi"), new ForwardOrigin(Bob, Noon))]),
        new RoomCommand.Update(Team, Ann, 17, new RoomSettings
        {
            Name = "Crew",
            Announcement = "Be kind.",
            Avatar = "/media/r",
            JoinRule = JoinRule.Approve,
            IsPublic = true,
            MuteAll = true,
            SlowModeMs = 5_000,
        }),
        new RoomCommand.Invite(Team, Ann, 18, [Bob, Cat]),
        new RoomCommand.Remove(Team, Ann, 19, Bob),
        new RoomCommand.SetRole(Team, Ann, 20, Bob, MemberRole.Admin),
        new RoomCommand.Mute(Team, Ann, 21, Bob, TimeSpan.FromMinutes(10)),
        new RoomCommand.Ban(Team, Ann, 22, Bob),
        new RoomCommand.Unban(Team, Ann, 23, Bob),
        new RoomCommand.Accept(Team, Ann, 24, Bob),
        new RoomCommand.Refuse(Team, Ann, 25, Bob),
        new RoomCommand.Dissolve(Team, Ann, 26),
        new RoomCommand.Block(Team, Ann, 27, Bob, On: true),
        new TypingNotice(Team, Ann),
        new RoomReply.Done(7, 43, new MessageId("m-0198"), Noon, Duplicate: true),
        new RoomReply.Marked(14, 43),
        new RoomReply.Refused(9, ErrorCode.RateLimited, TimeSpan.FromMilliseconds(1_500)),
        new InterestCommand.Subscribe(Team),
        new InterestCommand.Unsubscribe(Team),
        new InterestCommand.Interest(Team, Yes: true),
        new FeedMessage.Interested(Team),
        new FeedMessage.Subscribed(Team),
        new FeedMessage.Events(Team, [Frame(43, gone: Bob) with { EndsRoom = true }, Frame(44, gone: Cat, padding: 3) with { EndsRoom = true }]),
        new FeedMessage.Head(Team, 44),
        new FeedMessage.Ephemeral(Team, """{"type":"read"}"""u8.ToArray(), Except: Bob),
        new UserCommand.Register(Ann, "web", Device("d-1"), Place: 7, IsHidden: true),
        new UserCommand.RoomEntered(Ann, Team, 43),
        new UserCommand.RoomLeft(Ann, Team),
        new UserCommand.Tell(Ann, """{"type":"read"}"""u8.ToArray()),
        new UserPush.Registered(system.Provider.ResolveActorRef(OwnerPath), Place: 7),
        new UserPush.OwnerStopped(),
        new UserPush.Displaced(SameDevice: true),
        new UserPush.RoomEntered(Team, 43),
        new UserPush.RoomLeft(Team),
        new UserPush.Tell("""{"type":"room"}"""u8.ToArray()),
        new PresenceCommand.Watch(Ann, IsThere: true, Noon),
        new PresenceCommand.Unwatch(Ann),
        new PresencePush.Changed(Ann, PresenceKind.Away, Noon, IsSure: true),
        new PresencePush.Stopped(Ann),
        new PlainHubCommand.Join("n-1", 42, 7, 3),
        new PlainHubCommand.Say("n-1", 3, "hi"u8.ToArray()),
        new PlainHubPush.Joined(42, 7),
        new PlainHubPush.Said(42, 7, "n-1", 3, "hi"u8.ToArray()),
    ];

    /// <summary>A message of each kind with no more than it must have.</summary>
    public static IEnumerable<object> Least(ExtendedActorSystem system) =>
    [
        new RoomCommand.Post(Team, Ann, 0, new MessageId("m"), Key("k"), Text("hi"), [], ReplyTo: null),
        new RoomCommand.Recall(Team, Ann, 0, 0),
        new RoomCommand.Edit(Team, Ann, 0, 0, 0, Text("hi")),
        new RoomCommand.Create(Team, Ann, 0, string.Empty, RoomKind.Group, IsPublic: false, []),
        new RoomCommand.OpenDirect(Team, Ann, 0, Bob),
        new RoomCommand.Join(Team, Ann, 0),
        new RoomCommand.Leave(Team, Ann, 0),
        new RoomCommand.MarkRead(Team, Ann, 0, 0),
        new RoomCommand.React(Team, Ann, 0, 0, "!", On: false),
        new RoomCommand.Forward(Team, Ann, 0, Key("k"), [new(new MessageId("m"), Text("hi"), new ForwardOrigin(Bob, 0))]),
        new RoomCommand.Update(Team, Ann, 0, RoomSettings.None),
        new RoomCommand.Invite(Team, Ann, 0, []),
        new RoomCommand.Remove(Team, Ann, 0, Bob),
        new RoomCommand.SetRole(Team, Ann, 0, Bob, MemberRole.Member),
        new RoomCommand.Mute(Team, Ann, 0, Bob, TimeSpan.Zero),
        new RoomCommand.Ban(Team, Ann, 0, Bob),
        new RoomCommand.Unban(Team, Ann, 0, Bob),
        new RoomCommand.Accept(Team, Ann, 0, Bob),
        new RoomCommand.Refuse(Team, Ann, 0, Bob),
        new RoomCommand.Dissolve(Team, Ann, 0),
        new RoomCommand.Block(Team, Ann, 0, Bob, On: false),
        new TypingNotice(Team, Ann),
        new RoomReply.Done(0, 0, null, null, Duplicate: false),
        new RoomReply.Marked(0, 0),
        new RoomReply.Refused(0, ErrorCode.Unavailable, null),
        new InterestCommand.Subscribe(Team),
        new InterestCommand.Unsubscribe(Team),
        new InterestCommand.Interest(Team, Yes: false),
        new FeedMessage.Interested(Team),
        new FeedMessage.Subscribed(Team),
        new FeedMessage.Events(Team, [new EventFrame(0, default, null)]),
        new FeedMessage.Head(Team, 0),
        new FeedMessage.Ephemeral(Team, default),
        new UserCommand.Register(Ann, "w", Device("d"), Place: null),
        new UserCommand.RoomEntered(Ann, Team, 0),
        new UserCommand.RoomLeft(Ann, Team),
        new UserCommand.Tell(Ann, default),
        new UserPush.Registered(system.Provider.ResolveActorRef(OwnerPath), Place: 0),
        new UserPush.OwnerStopped(),
        new UserPush.Displaced(SameDevice: false),
        new UserPush.RoomEntered(Team, 0),
        new UserPush.RoomLeft(Team),
        new UserPush.Tell(default),
        new PresenceCommand.Watch(Ann, IsThere: false, LastSeen: null),
        new PresenceCommand.Unwatch(Ann),
        new PresencePush.Changed(Ann, PresenceKind.Online, LastSeen: null, IsSure: false),
        new PresencePush.Stopped(Ann),
        new PlainHubCommand.Join("n", 0, 0, 0),
        new PlainHubCommand.Say("n", 0, default),
        new PlainHubPush.Joined(0, 0),
        new PlainHubPush.Said(0, 0, "n", 0, default),
    ];

    /// <summary>All that a message says, for comparing: the bytes in it by what they are, lists by their entries.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "null",
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        IActorRef actor => Akka.Serialization.Serialization.SerializedActorPath(actor),
        string text => text,
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Describe))}]",
        _ when IsOurs(value.GetType()) =>
            $"{NameOf(value.GetType())} {{{string.Join(", ", Fields(value).Select(field => $"{field.Name}={Describe(field.Value)}"))}}}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The fields of a message that are not set, those of its parts included.</summary>
    public static IEnumerable<string> Unset(object value) => Fields(value).SelectMany(field => field.Value switch
    {
        null or 0 or 0L or false or "" => [field.Name],
        ReadOnlyMemory<byte> { IsEmpty: true } => [field.Name],
        string or ReadOnlyMemory<byte> => [],
        IEnumerable list => list.Cast<object>().Select(Unset).DefaultIfEmpty([field.Name]).SelectMany(names => names),
        var part when IsOurs(part.GetType()) => Unset(part),
        _ => [],
    });

    private static bool IsOurs(Type type) =>
        !type.IsEnum && type.Namespace?.StartsWith(nameof(AkkaChat), StringComparison.Ordinal) == true;

    private static IEnumerable<(string Name, object? Value)> Fields(object value) => value.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetIndexParameters().Length == 0)
        .OrderBy(property => property.Name, StringComparer.Ordinal)
        .Select(property => (property.Name, property.GetValue(value)));
}
