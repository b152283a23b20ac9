using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Tests.Support;

/// <summary>Room logs in memory, with what a store must know of them, made by going through the log anew each time.</summary>
internal sealed class MemoryLog
{
    private readonly Dictionary<RoomId, List<EncodedEvent>> _rooms = [];
    private readonly List<(long Seq, StoreWrite.Follow Follow)> _follows = [];

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

    /// <summary>One comes into a broadcast room, or goes out of it, behind the newest event.</summary>
    public void Follow(StoreWrite.Follow follow) => _follows.Add((Head(follow.Room), follow));

    /// <summary>What follows from a room's log; null if there is none.</summary>
    public MemoryRoom? Room(RoomId room) => Of(room) is { Count: > 0 } log
        ? new MemoryRoom(
            log,
            _follows.Where(pair => pair.Follow.Room == room).ToLookup(pair => pair.Seq, pair => pair.Follow))
        : null;

    public IReadOnlyList<EventFrame> Frames(RoomId room, long after, int limit) => [.. Of(room)
        .Where(stored => stored.Event.Seq > after)
        .Take(limit)
        .Select(stored => new EventFrame(
            stored.Event.Seq,
            EventCodec.EncodeFrame(room, EventHeader.Of(stored.Event), stored.Body),
            stored.Event is RoomEvent.MemberChanged { IsOut: true } gone ? gone.User : null)
        {
            EndsRoom = stored.Event is RoomEvent.RoomChanged { Change: RoomChange.Dissolved },
        })];

    public IReadOnlyList<MemberFacts> Members(RoomId room) => Room(room)?.Members ?? [];

    public long JoinedSum(UserId user) => _rooms.Keys.Sum(room => Room(room)?.JoinedAt(user) ?? 0);

    public bool Share(UserId one, UserId other) =>
        _rooms.Keys.Any(room => Members(room).Any(member => member.User == one) && Members(room).Any(member => member.User == other));

    public IReadOnlyList<MessageFacts> Messages(RoomId room) => Room(room)?.Messages ?? [];

    /// <summary>What a room needs to wake up; null if there is none.</summary>
    /// <param name="id">Which room.</param>
    /// <param name="recent">How many messages it is told of.</param>
    /// <param name="blocks">Who has blocked whom.</param>
    public RoomSnapshot? Snapshot(
        RoomId id, int recent = RoomSnapshot.MaxRecent, IReadOnlyCollection<(UserId By, UserId Other)>? blocks = null)
    {
        if (Room(id) is not { Settings: { Name: { } name, IsPublic: { } isPublic, JoinRule: { } rule } } room)
        {
            return null;
        }

        var log = Of(id);
        var members = room.Members;
        return new RoomSnapshot(
            id,
            room.Kind,
            name,
            isPublic,
            rule,
            log.Count,
            log[^1].Event.Time,
            room.Messages.Count,
            [.. members.Where(member =>
                room.Kind != RoomKind.Broadcast || member.Role > MemberRole.Member || member.MutedUntil is not null)],
            [.. room.Messages.TakeLast(recent)])
        {
            Settings = room.Settings,
            IsDissolved = room.IsDissolved,
            Bans = [.. room.Bans.Select(ban => ban.User)],
            Mutes = room.Mutes.Where(mute => mute.Value > log[^1].Event.Time).ToDictionary(),
            Requests = [.. room.Requests.Select(request => request.User)],
            Blockers = room.Kind == RoomKind.Direct && blocks is not null
                ? [.. members.Select(member => member.User).Where(user =>
                    members.Any(other => other.User != user && blocks.Contains((user, other.User))))]
                : [],
        };
    }
}
