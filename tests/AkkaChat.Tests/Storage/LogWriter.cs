using System.Collections.Immutable;
using System.Text.Json;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Plays the room actor for a test: numbers events and appends them. A second one can play a stale writer.</summary>
internal sealed class LogWriter(IChatStore store, RoomId room, RoomKind kind)
{
    private long _time = 1_790_000_000_000;

    public RoomId Room => room;

    public long Seq { get; private set; }

    public long MessageNo { get; private set; }

    /// <summary>A writer that believes what this one believes now.</summary>
    public LogWriter Copy() => new(store, room, kind) { Seq = Seq, MessageNo = MessageNo, _time = _time };

    /// <summary>Times from here on are at least <paramref name="time"/>.</summary>
    public LogWriter At(long time)
    {
        _time = time;
        return this;
    }

    public static MessageContent Text(string text) =>
        new("text", JsonSerializer.SerializeToUtf8Bytes(new { kind = "text", text }));

    public EncodedEvent Created(UserId by, string name = "Team", bool isPublic = false) =>
        Encode(new RoomEvent.RoomCreated(++Seq, ++_time, by, name, kind, isPublic, JoinRule.Open));

    public EncodedEvent Joined(UserId user, MemberRole role = MemberRole.Member, long? mutedUntil = null) => Encode(
        new RoomEvent.MemberChanged(++Seq, ++_time, user, MemberChange.Joined, user, role) { Until = mutedUntil });

    public EncodedEvent RoleChanged(UserId user, MemberRole role) =>
        Encode(new RoomEvent.MemberChanged(++Seq, ++_time, user, MemberChange.Role, user, role));

    public EncodedEvent Gone(UserId user, MemberChange change = MemberChange.Left) =>
        Encode(new RoomEvent.MemberChanged(++Seq, ++_time, user, change, user, MemberRole.Member));

    public EncodedEvent Muted(UserId user, long? until) => Encode(
        new RoomEvent.MemberChanged(
            ++Seq, ++_time, UserId.System, until is null ? MemberChange.Unmuted : MemberChange.Muted, user, MemberRole.Member)
        {
            Until = until,
        });

    /// <summary>Somebody else's doing with a membership.</summary>
    public EncodedEvent Changed(UserId by, MemberChange change, UserId user) =>
        Encode(new RoomEvent.MemberChanged(++Seq, ++_time, by, change, user, MemberRole.Member));

    public EncodedEvent Set(RoomSettings value, RoomChange change = RoomChange.Settings) =>
        Encode(new RoomEvent.RoomChanged(++Seq, ++_time, UserId.System, change, value));

    public EncodedEvent Dissolved() => Set(RoomSettings.None, RoomChange.Dissolved);

    public EncodedEvent Reacted(UserId from, long target, string emoji, bool on = true) =>
        Encode(new RoomEvent.ReactionSet(++Seq, ++_time, from, target, emoji, on));

    public EncodedEvent Mentioning(UserId from, params UserId[] mentions)
    {
        var posted = (RoomEvent.MessagePosted)Posted(from, "look").Event;
        return Encode(posted with { Mentions = [.. mentions] });
    }

    public EncodedEvent Posted(UserId from, string text, string? key = null) => Posted(from, Text(text), key);

    public EncodedEvent Posted(UserId from, MessageContent content, string? key = null)
    {
        Seq++;
        return Encode(new RoomEvent.MessagePosted(
            Seq,
            ++_time,
            from,
            new MessageId($"m-{room}-{Seq}"),
            ClientMessageId.Parse(key ?? $"c-{Seq}"),
            content,
            [],
            null,
            ++MessageNo));
    }

    public EncodedEvent Edited(UserId from, long target, int version, string text) =>
        Edited(from, target, version, Text(text));

    public EncodedEvent Edited(UserId from, long target, int version, MessageContent content) =>
        Encode(new RoomEvent.MessageEdited(++Seq, ++_time, from, target, version, content));

    public EncodedEvent Recalled(UserId from, long target) =>
        Encode(new RoomEvent.MessageRecalled(++Seq, ++_time, from, target, ByAuthor: true));

    public StoreWrite.Append Run(params EncodedEvent[] events) => new(room, [.. events]);

    public async Task<StoreOutcome> AppendAsync(params EncodedEvent[] events) =>
        Assert.Single(await store.WriteAsync([Run(events)], CancellationToken.None));

    /// <summary>One comes into a broadcast room, or goes out of it.</summary>
    public StoreWrite.Follow Follow(UserId user, bool on = true) => new(room, user, on, ++_time);

    /// <summary>Begins the room with these people in it, the first of them its owner.</summary>
    public async Task CreateAsync(params UserId[] members)
    {
        var events = ImmutableArray.CreateBuilder<EncodedEvent>();
        events.Add(Created(members.Length > 0 ? members[0] : UserId.System));
        foreach (var user in members)
        {
            events.Add(Joined(user, user == members[0] ? MemberRole.Owner : MemberRole.Member));
        }

        Assert.IsType<StoreOutcome.Committed>(await AppendAsync([.. events]));
    }

    /// <summary>Appends one event.</summary>
    /// <returns>Its seq.</returns>
    public async Task<long> CommitAsync(EncodedEvent stored)
    {
        Assert.IsType<StoreOutcome.Committed>(await AppendAsync(stored));
        return stored.Event.Seq;
    }

    /// <summary>Appends one message.</summary>
    /// <returns>Its seq.</returns>
    public Task<long> PostAsync(UserId from, string text, string? key = null) => CommitAsync(Posted(from, text, key));

    private static EncodedEvent Encode(RoomEvent stored) => new(stored, EventCodec.EncodeBody(stored));
}
