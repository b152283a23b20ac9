using System.Collections.Concurrent;
using System.Collections.Immutable;
using AkkaChat.Protocol;
using AkkaChat.Server.Media;
using AkkaChat.Server.Storage;

namespace AkkaChat.Tests.Support;

/// <summary>
/// A store in memory that does what its tests say: every sort of call can be held until the test lets it go on, or made to
/// fail. Other writers are played by <see cref="Write"/>.
/// </summary>
internal sealed class ScriptedStore : IChatStore
{
    private readonly Lock _gate = new();
    private readonly MemoryLog _log = new();
    private readonly Dictionary<(RoomId, UserId), long> _marks = [];
    private readonly Dictionary<(RoomId, UserId), (bool Pinned, bool Silenced)> _views = [];
    private readonly Dictionary<(UserId By, UserId Other), long> _blocks = [];
    private readonly ConcurrentDictionary<StoreStep, StepScript> _steps = new();

    public int Lanes => 1;

    public IMediaIndex Media { get; } = new MemoryMedia();

    /// <summary>How many messages a room is told of when it loads.</summary>
    public int Recent { get; set; } = RoomSnapshot.MaxRecent;

    /// <summary>People of the service.</summary>
    public ConcurrentDictionary<UserId, UserView> People { get; } = new(
        new[] { Samples.Ann, Samples.Bob, Samples.Cat, Samples.Dan, Samples.Eve }
            .ToDictionary(user => user, user => new UserView(user, user.Value[2..], null)));

    /// <summary>When they were last seen.</summary>
    public ConcurrentDictionary<UserId, long> LastSeen { get; } = [];

    /// <summary>Says what happens at a sort of call.</summary>
    public StepScript At(StoreStep step) => _steps.GetOrAdd(step, static step => new StepScript(step));

    /// <summary>Another node appends to a room.</summary>
    public void Write(RoomId room, params RoomEvent[] events)
    {
        lock (_gate)
        {
            _log.Append(room, events.Select(Samples.Encoded));
        }
    }

    public long Head(RoomId room)
    {
        lock (_gate)
        {
            return _log.Head(room);
        }
    }

    public IReadOnlyList<RoomEvent> Log(RoomId room)
    {
        lock (_gate)
        {
            return [.. _log.Of(room).Select(stored => stored.Event)];
        }
    }

    public Task OpenAsync(CancellationToken stop) => Task.CompletedTask;

    public Task<IReadOnlyList<StoreOutcome>> WriteAsync(IReadOnlyList<StoreWrite> batch, CancellationToken stop) =>
        At(StoreStep.Write).RunAsync<IReadOnlyList<StoreOutcome>>(batch, () => [.. batch.Select(Commit)], _gate);

    public Task<IReadOnlyList<RoomSnapshot?>> LoadRoomsAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop) =>
        At(StoreStep.LoadRooms).RunAsync<IReadOnlyList<RoomSnapshot?>>(
            rooms, () => [.. rooms.Select(room => _log.Snapshot(room, Recent, _blocks.Keys))], _gate);

    public Task<IReadOnlyList<long>> LoadHeadsAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop) =>
        At(StoreStep.LoadHeads).RunAsync<IReadOnlyList<long>>(rooms, () => [.. rooms.Select(_log.Head)], _gate);

    public Task<IReadOnlyList<long>> LoadMembershipMarksAsync(IReadOnlyList<UserId> users, CancellationToken stop) =>
        At(StoreStep.LoadMembershipMarks).RunAsync<IReadOnlyList<long>>(
            users, () => [.. users.Select(_log.JoinedSum)], _gate);

    public Task<IReadOnlyList<Peers>> FindPeersAsync(IReadOnlyList<PeersQuery> queries, CancellationToken stop) =>
        At(StoreStep.FindPeers).RunAsync<IReadOnlyList<Peers>>(queries, () => [.. queries.Select(PeersOf)], _gate);

    public Task<IReadOnlyList<ConversationPage>> ListConversationsAsync(
        IReadOnlyList<ConversationQuery> queries, CancellationToken stop) =>
        At(StoreStep.ListConversations).RunAsync<IReadOnlyList<ConversationPage>>(
            queries, () => [.. queries.Select(ConversationsOf)], _gate);

    public Task<EventPage?> ReadEventsAsync(EventQuery query, CancellationToken stop) =>
        At(StoreStep.ReadEvents).RunAsync(query, () => PageOf(query), _gate);

    public Task<MessageFacts?> FindMessageAsync(RoomId room, long seq, CancellationToken stop) =>
        At(StoreStep.FindMessage).RunAsync(
            seq, () => _log.Messages(room).FirstOrDefault(message => message.Seq == seq), _gate);

    public Task<ReactionFacts> FindReactionAsync(
        RoomId room, long target, UserId user, string emoji, CancellationToken stop) => At(StoreStep.FindReaction).RunAsync(
            target, () => _log.Room(room)?.Reaction(target, user, emoji) ?? new ReactionFacts(false, null, 0), _gate);

    public Task<MemberFacts?> FindMemberAsync(RoomId room, UserId user, CancellationToken stop) =>
        At(StoreStep.FindMember).RunAsync(
            user, () => _log.Members(room).FirstOrDefault(member => member.User == user), _gate);

    public Task<PeoplePage> ListBansAsync(RoomId room, string? cursor, int limit, CancellationToken stop) =>
        At(StoreStep.ListPeople).RunAsync(room, () => PeopleOf(_log.Room(room)?.Bans ?? [], cursor, limit), _gate);

    public Task<PeoplePage> ListJoinRequestsAsync(RoomId room, string? cursor, int limit, CancellationToken stop) =>
        At(StoreStep.ListPeople).RunAsync(room, () => PeopleOf(_log.Room(room)?.Requests ?? [], cursor, limit), _gate);

    public Task<PeoplePage> ListBlocksAsync(UserId user, string? cursor, int limit, CancellationToken stop) =>
        At(StoreStep.ListPeople).RunAsync(
            user,
            () => PeopleOf(
                _blocks.Where(block => block.Key.By == user).Select(block => (block.Key.Other, block.Value)), cursor, limit),
            _gate);

    public Task<IReadOnlyList<UserId>> FindBlockersAsync(IReadOnlyList<UserId> people, UserId whom, CancellationToken stop) =>
        At(StoreStep.FindBlockers).RunAsync<IReadOnlyList<UserId>>(
            whom, () => [.. people.Where(user => _blocks.ContainsKey((user, whom)))], _gate);

    public Task RebuildAsync(IProgress<int> rooms, CancellationToken stop) => throw new NotSupportedException();

    public Task<RoomView?> FindRoomAsync(RoomId room, UserId viewer, CancellationToken stop) =>
        At(StoreStep.FindRoom).RunAsync(room, () => ViewOf(room, viewer), _gate);

    public Task<UserView?> FindUserAsync(UserId user, CancellationToken stop) =>
        At(StoreStep.FindUser).RunAsync(user, () => People.GetValueOrDefault(user), _gate);

    public Task<MemberPage> ListMembersAsync(RoomId room, string? cursor, int limit, CancellationToken stop) =>
        At(StoreStep.ListMembers).RunAsync(room, () => MembersOf(room, cursor, limit), _gate);

    public Task<ReceiptList> ListReceiptsAsync(RoomId room, long seq, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<SearchPage> SearchAsync(SearchQuery query, CancellationToken stop) => throw new NotSupportedException();

    public Task<RefreshToken?> FindRefreshTokenAsync(string hash, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<ExternalIdentity?> FindIdentityAsync(string provider, string subject, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task CheckAsync(CancellationToken stop) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private StoreOutcome Commit(StoreWrite write)
    {
        switch (write)
        {
            case StoreWrite.Append append when append.First != _log.Head(append.Room) + 1:
                return new StoreOutcome.Conflict(_log.Head(append.Room));
            case StoreWrite.Append append when KnownKeysOf(append) is { IsEmpty: false } known:
                return new StoreOutcome.KnownKeys(known);
            case StoreWrite.Append append:
                _log.Append(append.Room, append.Events);
                return StoreOutcome.Committed.Instance;
            case StoreWrite.MarkRead mark when _log.Members(mark.Room).All(member => member.User != mark.User):
                return StoreOutcome.Missing.Instance;
            case StoreWrite.MarkRead mark:
                var wanted = Math.Min(mark.Seq, _log.Head(mark.Room));
                var stands = Math.Max(wanted, _marks.GetValueOrDefault((mark.Room, mark.User)));
                _marks[(mark.Room, mark.User)] = stands;
                return new StoreOutcome.Marked(stands);
            case StoreWrite.MarkSeen seen:
                LastSeen[seen.User] = seen.Time;
                return StoreOutcome.Committed.Instance;
            case StoreWrite.SetView view when _log.Members(view.Room).All(member => member.User != view.User):
                return StoreOutcome.Missing.Instance;
            case StoreWrite.SetView view:
                var (pinned, silenced) = _views.GetValueOrDefault((view.Room, view.User));
                _views[(view.Room, view.User)] = (view.Pinned ?? pinned, view.Silenced ?? silenced);
                return StoreOutcome.Committed.Instance;
            case StoreWrite.Follow follow when _log.Room(follow.Room) is not { Kind: RoomKind.Broadcast } room
                || (follow.On && (room.IsDissolved || room.Bans.Any(ban => ban.User == follow.User))):
                return StoreOutcome.Missing.Instance;
            case StoreWrite.Follow follow:
                _log.Follow(follow);
                return StoreOutcome.Committed.Instance;
            case StoreWrite.SetBlock { On: true } block:
                _blocks.TryAdd((block.By, block.Other), block.Time);
                return StoreOutcome.Committed.Instance;
            case StoreWrite.SetBlock block:
                _blocks.Remove((block.By, block.Other));
                return StoreOutcome.Committed.Instance;
            default:
                throw new NotSupportedException(write.ToString());
        }
    }

    private UserView PersonOf(UserId user) => People.GetValueOrDefault(user) ?? new UserView(user, user.Value, null);

    private PeoplePage PeopleOf(IEnumerable<(UserId User, long Since)> people, string? cursor, int limit)
    {
        var after = PageCursor.Parse(cursor)?.Name ?? "";
        return PeoplePage.Of(
            [.. people
                .OrderBy(person => person.User.Value, StringComparer.Ordinal)
                .Where(person => string.CompareOrdinal(person.User.Value, after) > 0)
                .Take(limit + 1)
                .Select(person => new PersonView(PersonOf(person.User), person.Since))],
            limit);
    }

    private MemberPage MembersOf(RoomId id, string? cursor, int limit)
    {
        var after = PageCursor.Parse(cursor)?.Name ?? "";
        var room = _log.Room(id);
        List<MemberView> members = [.. (room?.Members ?? [])
            .OrderBy(member => member.User.Value, StringComparer.Ordinal)
            .Where(member => string.CompareOrdinal(member.User.Value, after) > 0)
            .Take(limit + 1)
            .Select(member => new MemberView(
                PersonOf(member.User), member.Role, room!.JoinedAt(member.User) ?? 0, member.MutedUntil))];
        return members.Count > limit
            ? new MemberPage(members.GetRange(0, limit), new PageCursor(0, members[limit - 1].User.Id.Value).ToString())
            : new MemberPage(members, null);
    }

    private ImmutableArray<KnownKey> KnownKeysOf(StoreWrite.Append append)
    {
        var posted = append.Events.Select(stored => stored.Event).OfType<RoomEvent.MessagePosted>()
            .Select(message => (message.From, message.Key))
            .ToHashSet();
        return [.. _log.Messages(append.Room)
            .Where(facts => posted.Contains((facts.Author, facts.Key)))
            .Select(facts => new KnownKey(facts.Author, facts.Key, facts))];
    }

    private Peers PeersOf(PeersQuery query) => new(
        _log.JoinedSum(query.User),
        [.. query.Others.Select(other => _log.Share(query.User, other)
            ? new Peer(true, _log.JoinedSum(other), LastSeen.TryGetValue(other, out var seen) ? seen : null)
            : new Peer(false, _log.JoinedSum(other), null))]);

    private EventPage? PageOf(EventQuery query)
    {
        if (query.Reader is { } reader && _log.Members(query.Room).All(member => member.User != reader))
        {
            return null;
        }

        var events = _log.Frames(query.Room, query.After ?? 0, query.Limit);
        var fitting = 0;
        for (var bytes = 0; fitting < events.Count; fitting++)
        {
            bytes += events[fitting].Frame.Length;
            if (bytes > query.MaxBytes && fitting > 0)
            {
                break;
            }
        }

        var head = _log.Head(query.Room);
        return new EventPage([.. events.Take(fitting)], fitting > 0 && events[fitting - 1].Seq < head, head);
    }

    private ConversationPage ConversationsOf(ConversationQuery query)
    {
        RoomId[] known = [Samples.Team, Samples.Other];
        return new ConversationPage(
            [.. known.Select(room => ViewOf(room, query.User)).OfType<RoomView>().Where(view => view.Role is not null)],
            Cursor: null,
            Rest: []);
    }

    private RoomView? ViewOf(RoomId id, UserId viewer)
    {
        if (_log.Snapshot(id, blocks: _blocks.Keys) is not { } snapshot || _log.Room(id) is not { } room)
        {
            return null;
        }

        var member = room.Members.FirstOrDefault(member => member.User == viewer);
        var (pinned, silenced) = member is null ? default : _views.GetValueOrDefault((id, viewer));
        var readSeq = member is null ? 0 : _marks.GetValueOrDefault((id, viewer));
        return new RoomView
        {
            Id = id,
            Kind = snapshot.Kind,
            Name = snapshot.Name,
            LastSeq = snapshot.LastSeq,
            ReadSeq = readSeq,
            Unread = 0,
            MentionUnread = member is null ? 0 : room.Mentions(viewer, Math.Max(readSeq, member.JoinedSeq)),
            Role = member?.Role,
            Muted = silenced,
            Pinned = pinned,
            UpdatedAt = snapshot.LastTime,
            Announcement = NullIfEmpty(snapshot.Settings.Announcement),
            Avatar = NullIfEmpty(snapshot.Settings.Avatar),
            MutedUntil = member?.MutedUntil,
            MuteAll = snapshot.Settings.MuteAll is true,
            SlowModeMs = snapshot.Settings.SlowModeMs ?? 0,
            Requested = member is null && snapshot.Requests.Contains(viewer),
            JoinRule = snapshot.JoinRule,
            MemberCount = room.Members.Count,
            IsPublic = snapshot.IsPublic,
        };
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
