using System.Collections.Concurrent;
using System.Text;
using AkkaChat.Protocol;
using AkkaChat.Server.Media;
using AkkaChat.Server.Storage;
using AkkaChat.Tests.Support;

namespace AkkaChat.Tests.Http;

/// <summary>People, tokens and one room in memory; can be told to be down or stuck.</summary>
internal sealed class FakeStore(TimeProvider time) : IChatStore
{
    public static readonly RoomId Room = RoomId.Parse("r-1");

    private readonly ConcurrentDictionary<UserId, UserView> _users = new();
    private readonly ConcurrentDictionary<string, RefreshToken> _tokens = new();

    public bool IsDown { get; set; }

    public bool IsStuck { get; set; }

    public ConcurrentDictionary<UserId, bool> Members { get; } = new();

    public ConcurrentDictionary<(string Provider, string Subject), ExternalIdentity> Identities { get; } = new();

    public EventQuery? LastQuery { get; private set; }

    public int Lanes => 1;

    public IMediaIndex Media { get; } = new MemoryMedia();

    public Task OpenAsync(CancellationToken stop) => Task.CompletedTask;

    public Task<IReadOnlyList<StoreOutcome>> WriteAsync(IReadOnlyList<StoreWrite> batch, CancellationToken stop)
    {
        ThrowIfDown();
        return Task.FromResult<IReadOnlyList<StoreOutcome>>([.. batch.Select(Write)]);
    }

    public Task<IReadOnlyList<RoomSnapshot?>> LoadRoomsAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<RoomSnapshot?>>(new RoomSnapshot?[rooms.Count]);

    public Task<IReadOnlyList<long>> LoadHeadsAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<long>>(new long[rooms.Count]);

    public Task<IReadOnlyList<long>> LoadMembershipMarksAsync(IReadOnlyList<UserId> users, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<long>>(new long[users.Count]);

    public Task<IReadOnlyList<Peers>> FindPeersAsync(IReadOnlyList<PeersQuery> queries, CancellationToken stop) =>
        throw new NotSupportedException();

    /// <summary>The list that was asked for last.</summary>
    public ConversationQuery? LastList { get; private set; }

    public Task<IReadOnlyList<ConversationPage>> ListConversationsAsync(
        IReadOnlyList<ConversationQuery> queries, CancellationToken stop)
    {
        ThrowIfDown();
        LastList = queries[^1];
        return Task.FromResult<IReadOnlyList<ConversationPage>>([.. queries.Select(List)]);
    }

    public async Task<EventPage?> ReadEventsAsync(EventQuery query, CancellationToken stop)
    {
        ThrowIfDown();
        if (IsStuck)
        {
            await Task.Delay(Timeout.Infinite, stop);
        }

        LastQuery = query;
        return query.Room == Room && Members.ContainsKey(query.Reader!.Value)
            ? new EventPage([new EventFrame(1, Encoding.UTF8.GetBytes("""{"type":"event","seq":1}"""), null)], true, 2)
            : null;
    }

    public Task<MessageFacts?> FindMessageAsync(RoomId room, long seq, CancellationToken stop) =>
        Task.FromResult<MessageFacts?>(null);

    public Task<ReactionFacts> FindReactionAsync(
        RoomId room, long target, UserId user, string emoji, CancellationToken stop) => throw new NotSupportedException();

    public Task<MemberFacts?> FindMemberAsync(RoomId room, UserId user, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<PeoplePage> ListBansAsync(RoomId room, string? cursor, int limit, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<PeoplePage> ListJoinRequestsAsync(RoomId room, string? cursor, int limit, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<PeoplePage> ListBlocksAsync(UserId user, string? cursor, int limit, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<UserId>> FindBlockersAsync(IReadOnlyList<UserId> people, UserId whom, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task RebuildAsync(IProgress<int> rooms, CancellationToken stop) => throw new NotSupportedException();

    public Task<RoomView?> FindRoomAsync(RoomId room, UserId viewer, CancellationToken stop) =>
        Task.FromResult(room == Room ? View() : null);

    public Task<MemberPage> ListMembersAsync(RoomId room, string? cursor, int limit, CancellationToken stop) =>
        Task.FromResult(new MemberPage([], null));

    public Task<ReceiptList> ListReceiptsAsync(RoomId room, long seq, CancellationToken stop) =>
        Task.FromResult(new ReceiptList([], []));

    public Task<SearchPage> SearchAsync(SearchQuery query, CancellationToken stop) =>
        Task.FromResult(new SearchPage([], null));

    public Task<UserView?> FindUserAsync(UserId user, CancellationToken stop)
    {
        ThrowIfDown();
        return Task.FromResult(_users.GetValueOrDefault(user));
    }

    public Task<RefreshToken?> FindRefreshTokenAsync(string hash, CancellationToken stop)
    {
        ThrowIfDown();
        return Task.FromResult(_tokens.GetValueOrDefault(hash));
    }

    public Task<ExternalIdentity?> FindIdentityAsync(string provider, string subject, CancellationToken stop)
    {
        ThrowIfDown();
        return Task.FromResult(Identities.GetValueOrDefault((provider, subject)));
    }

    public Task CheckAsync(CancellationToken stop)
    {
        ThrowIfDown();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static RoomView View() => new()
    {
        Id = Room,
        Kind = RoomKind.Group,
        Name = "Team",
        LastSeq = 2,
        ReadSeq = 1,
        Unread = 1,
        Role = MemberRole.Member,
        UpdatedAt = 5,
    };

    private ConversationPage List(ConversationQuery query) => query.Cursor == "wrong"
        ? throw new InvalidCursorException("not a cursor")
        : new ConversationPage(Members.ContainsKey(query.User) ? [View()] : [], null, []);

    private StoreOutcome Write(StoreWrite write)
    {
        switch (write)
        {
            case StoreWrite.AddUser add:
                return _users.TryAdd(add.User.Id, add.User) ? StoreOutcome.Committed.Instance : new StoreOutcome.Conflict(0);
            case StoreWrite.AddIdentity { Identity: var identity } add:
                if (!Identities.TryAdd((identity.Provider, identity.Subject), identity))
                {
                    return new StoreOutcome.Conflict(0);
                }

                _users[add.User.Id] = add.User;
                return StoreOutcome.Committed.Instance;
            case StoreWrite.SetUnion set:
                Identities[(set.Provider, set.Subject)] = Identities[(set.Provider, set.Subject)] with { Union = set.Union };
                return StoreOutcome.Committed.Instance;
            case StoreWrite.AddRefreshToken { Replaces: { } replaced } add:
                if (!_tokens.TryGetValue(replaced, out var old) || old.UsedAt is not null)
                {
                    return new StoreOutcome.Conflict(0);
                }

                _tokens[replaced] = old with { UsedAt = time.GetUtcNow().ToUnixTimeMilliseconds() };
                _tokens[add.Token.Hash] = add.Token;
                return StoreOutcome.Committed.Instance;
            case StoreWrite.AddRefreshToken add:
                _tokens[add.Token.Hash] = add.Token;
                return StoreOutcome.Committed.Instance;
            case StoreWrite.RevokeRefreshTokens revoke:
                foreach (var token in _tokens.Values.Where(token => token.Family == revoke.Family))
                {
                    _tokens.TryRemove(token.Hash, out _);
                }

                return StoreOutcome.Committed.Instance;
            default:
                throw new InvalidOperationException($"not expected: {write}");
        }
    }

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new StoreUnavailableException("down");
        }
    }
}
