using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Tests.Support;

/// <summary>Room logs in memory, with what a store must know of them, made by going through the log anew each time.</summary>
internal sealed class MemoryLog
{
    private readonly Dictionary<RoomId, List<EncodedEvent>> _rooms = [];

    public long Head(RoomId room) => Of(room).Count;

    public IReadOnlyList<EncodedEvent> Of(RoomId room) => _rooms.TryGetValue(room, out var log) ? log : [];

    public void Append(RoomId room, IEnumerable<EncodedEvent> events)
    {
        if (!_rooms.TryGetValue(room, out var log))
        {
            _rooms.Add(room, log = []);
        }

        log.AddRange(events);
    }

    public IReadOnlyList<EventFrame> Frames(RoomId room, long after, int limit) => [.. Of(room)
        .Where(stored => stored.Event.Seq > after)
        .Take(limit)
        .Select(stored => new EventFrame(
            stored.Event.Seq,
            EventCodec.EncodeFrame(room, EventHeader.Of(stored.Event), stored.Body),
            stored.Event is RoomEvent.MemberChanged { IsOut: true } gone ? gone.User : null))];

    public IReadOnlyList<MemberFacts> Members(RoomId room)
    {
        var members = new Dictionary<UserId, MemberFacts>();
        foreach (var change in Of(room).Select(stored => stored.Event).OfType<RoomEvent.MemberChanged>())
        {
            if (change.IsOut)
            {
                members.Remove(change.User);
            }
            else
            {
                members[change.User] = change.Change == MemberChange.Role
                    ? members[change.User] with { Role = change.Role }
                    : new MemberFacts(change.User, change.Role, change.Seq, MutedUntil: null);
            }
        }

        return [.. members.Values];
    }

    public long JoinedSum(UserId user) => _rooms.Keys
        .Where(room => Members(room).Any(member => member.User == user))
        .Sum(room => Of(room)
            .Select(stored => stored.Event)
            .OfType<RoomEvent.MemberChanged>()
            .Last(change => change.User == user && change.IsIn).Time);

    public bool Share(UserId one, UserId other) =>
        _rooms.Keys.Any(room => Members(room).Any(member => member.User == one) && Members(room).Any(member => member.User == other));

    public IReadOnlyList<MessageFacts> Messages(RoomId room)
    {
        var messages = new Dictionary<long, MessageFacts>();
        foreach (var stored in Of(room))
        {
            switch (stored.Event)
            {
                case RoomEvent.MessagePosted posted:
                    messages.Add(posted.Seq, FactsOf(posted, stored.Body));
                    break;
                case RoomEvent.MessageRecalled recalled:
                    messages[recalled.Target] = messages[recalled.Target] with { RecallSeq = recalled.Seq };
                    break;
                case RoomEvent.MessageEdited edited:
                    messages[edited.Target] = messages[edited.Target] with
                    {
                        Version = edited.Version,
                        VersionSeq = edited.Seq,
                        VersionHash = ContentHash.Of(edited.Content.Json.Span),
                    };
                    break;
            }
        }

        return [.. messages.Values];
    }

    public RoomSnapshot? Snapshot(RoomId room, int recent = RoomSnapshot.MaxRecent)
    {
        if (Of(room) is not [{ Event: RoomEvent.RoomCreated created }, ..] log)
        {
            return null;
        }

        var messages = Messages(room);
        return new RoomSnapshot(
            room,
            created.RoomKind,
            created.Name,
            created.IsPublic,
            created.JoinRule,
            log.Count,
            log[^1].Event.Time,
            messages.Count,
            Members(room),
            [.. messages.TakeLast(recent)]);
    }

    private static MessageFacts FactsOf(RoomEvent.MessagePosted posted, ReadOnlyMemory<byte> body) => new(
        posted.Seq,
        posted.Id,
        posted.From,
        posted.Key,
        posted.Time,
        ContentHash.Of(body.Span),
        Version: 1,
        posted.Seq,
        ContentHash.Of(posted.Content.Json.Span),
        RecallSeq: null);
}
