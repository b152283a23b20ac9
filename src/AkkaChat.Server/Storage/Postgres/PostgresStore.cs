using AkkaChat.Protocol;
using AkkaChat.Server.Media;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>
/// The store that nodes share: one PostgreSQL database. While it is down or unreachable every call says so, nothing is
/// written by halves, and it serves again by itself when the database is back.
/// </summary>
internal sealed partial class PostgresStore : IChatStore
{
    /// <summary>Under which name the connection string stands.</summary>
    public const string ConnectionName = "AkkaChat";

    /// <summary>Batches under way at once: while one waits for the disk the next is made.</summary>
    private const int LaneCount = 2;

    private readonly PostgresConnections _connections;
    private readonly TimeProvider _clock;
    private readonly ILogger<PostgresStore> _logger;
    private SearchUpkeep? _upkeep;

    /// <summary>A store in the database of <paramref name="connectionString"/>; nothing is touched before it is opened.</summary>
    /// <exception cref="StoreStartException">It is no connection string.</exception>
    public PostgresStore(string connectionString, StorageOptions options, TimeProvider clock, ILogger<PostgresStore> logger)
    {
        _connections = new PostgresConnections(connectionString, options, LaneCount);
        _clock = clock;
        _logger = logger;
    }

    /// <inheritdoc/>
    public int Lanes => LaneCount;

    /// <inheritdoc/>
    public IMediaIndex Media => new MediaIndex(_connections);

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken stop)
    {
        try
        {
            var settings = await _connections.OnWriterAsync(connection => ServerSettings.ReadAsync(connection, stop), stop);
            if (settings.Refusal is { } refusal)
            {
                throw new StoreStartException($"{_connections.Where} {refusal}.");
            }

            var migrations = new PostgresMigrations(Migration.Embedded("postgres"), _clock);
            await _connections.OnUpkeepAsync(
                connection => migrations.ApplyAsync(connection, _connections.Where, stop), stop);
            _upkeep = new SearchUpkeep(MergeAsync, _clock, _logger);
        }
        catch (StoreUnavailableException exception)
        {
            throw new StoreStartException($"{_connections.Where} can't be used: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoreOutcome>> WriteAsync(IReadOnlyList<StoreWrite> batch, CancellationToken stop)
    {
        var outcomes = await WriteInPartsAsync(batch, stop);
        _upkeep?.Wrote(batch);
        return outcomes;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomSnapshot?>> LoadRoomsAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop) =>
        _connections.ReadOneStateAsync(connection => new RoomReads(connection).LoadAsync(rooms, stop), stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> LoadHeadsAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop) =>
        _connections.ReadAsync(connection => new RoomReads(connection).HeadsAsync(rooms, stop), stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> LoadMembershipMarksAsync(IReadOnlyList<UserId> users, CancellationToken stop) =>
        _connections.ReadAsync(connection => new People(connection).MembershipMarksAsync(users, stop), stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Peers>> FindPeersAsync(IReadOnlyList<PeersQuery> queries, CancellationToken stop) =>
        _connections.ReadAsync(connection => new PeerReads(connection).FindAsync(queries, stop), stop);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ConversationPage>> ListConversationsAsync(
        IReadOnlyList<ConversationQuery> queries, CancellationToken stop)
    {
        PageCursor?[] cursors = [.. queries.Select(query => PageCursor.Parse(query.Cursor))];
        return await _connections.ReadOneStateAsync(
            connection => new Conversations(connection).ListAsync(queries, cursors, stop), stop);
    }

    /// <inheritdoc/>
    public Task<EventPage?> ReadEventsAsync(EventQuery query, CancellationToken stop) =>
        _connections.ReadAsync(connection => new RoomReads(connection).EventsAsync(query, stop), stop);

    /// <inheritdoc/>
    public Task<MessageFacts?> FindMessageAsync(RoomId room, long seq, CancellationToken stop) =>
        _connections.ReadAsync(connection => new RoomReads(connection).MessageAsync(room, seq, stop), stop);

    /// <inheritdoc/>
    public Task<ReactionFacts> FindReactionAsync(
        RoomId room, long target, UserId user, string emoji, CancellationToken stop) => _connections.ReadAsync(
            connection => new RoomReads(connection).ReactionAsync(room, target, user, emoji, stop), stop);

    /// <inheritdoc/>
    public Task<MemberFacts?> FindMemberAsync(RoomId room, UserId user, CancellationToken stop) =>
        _connections.ReadAsync(connection => new RoomReads(connection).MemberAsync(room, user, stop), stop);

    /// <inheritdoc/>
    public Task<PeoplePage> ListBansAsync(RoomId room, string? cursor, int limit, CancellationToken stop) =>
        ListAsync((people, after) => people.BansAsync(room, after, limit, stop), cursor, stop);

    /// <inheritdoc/>
    public Task<PeoplePage> ListJoinRequestsAsync(RoomId room, string? cursor, int limit, CancellationToken stop) =>
        ListAsync((people, after) => people.RequestsAsync(room, after, limit, stop), cursor, stop);

    /// <inheritdoc/>
    public Task<PeoplePage> ListBlocksAsync(UserId user, string? cursor, int limit, CancellationToken stop) =>
        ListAsync((people, after) => people.BlocksAsync(user, after, limit, stop), cursor, stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<UserId>> FindBlockersAsync(IReadOnlyList<UserId> people, UserId whom, CancellationToken stop) =>
        _connections.ReadAsync(connection => new Blocks(connection).BlockersAsync(people, whom, stop), stop);

    /// <inheritdoc/>
    public Task RebuildAsync(IProgress<int> rooms, CancellationToken stop) => _connections.OnWriterAsync(
        connection => RebuildFence.HoldAsync(connection, _connections.Where, () => RebuildAllAsync(rooms, stop), stop), stop);

    /// <inheritdoc/>
    public Task<RoomView?> FindRoomAsync(RoomId room, UserId viewer, CancellationToken stop) =>
        _connections.ReadAsync(
            async connection => (await new Conversations(connection).FindAsync([(room, viewer)], stop))[0], stop);

    /// <inheritdoc/>
    public async Task<MemberPage> ListMembersAsync(RoomId room, string? cursor, int limit, CancellationToken stop)
    {
        var after = PageCursor.Parse(cursor)?.Name ?? "";
        return await _connections.ReadAsync(
            connection => new RoomReads(connection).MemberPageAsync(room, after, limit, stop), stop);
    }

    /// <inheritdoc/>
    public Task<ReceiptList> ListReceiptsAsync(RoomId room, long seq, CancellationToken stop) =>
        _connections.ReadAsync(connection => new RoomReads(connection).ReceiptsAsync(room, seq, stop), stop);

    /// <inheritdoc/>
    public Task<SearchPage> SearchAsync(SearchQuery query, CancellationToken stop) =>
        _connections.ReadAsync(connection => new SearchReads(connection).FindAsync(query, stop), stop);

    /// <inheritdoc/>
    public Task<UserView?> FindUserAsync(UserId user, CancellationToken stop) =>
        _connections.ReadAsync(connection => new People(connection).FindAsync(user, stop), stop);

    /// <inheritdoc/>
    public Task<RefreshToken?> FindRefreshTokenAsync(string hash, CancellationToken stop) =>
        _connections.ReadAsync(connection => new People(connection).FindTokenAsync(hash, stop), stop);

    /// <inheritdoc/>
    public Task<ExternalIdentity?> FindIdentityAsync(string provider, string subject, CancellationToken stop) =>
        _connections.ReadAsync(connection => new People(connection).FindIdentityAsync(provider, subject, stop), stop);

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken stop)
    {
        if (!await _connections.OnWriterAsync(connection => ServerSettings.TakesWritesAsync(connection, stop), stop))
        {
            throw new StoreUnavailableException("The database takes no writes.");
        }

        await LoadHeadsAsync([RoomId.Lobby], stop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_upkeep is { } upkeep)
        {
            await upkeep.DisposeAsync();
        }

        await _connections.DisposeAsync();
    }

    private async Task<PeoplePage> ListAsync(
        Func<PeopleLists, string, Task<PeoplePage>> list, string? cursor, CancellationToken stop)
    {
        var after = PageCursor.Parse(cursor)?.Name ?? "";
        return await _connections.ReadAsync(connection => list(new PeopleLists(connection), after), stop);
    }

    private async Task RebuildAllAsync(IProgress<int> rooms, CancellationToken stop)
    {
        var done = 0;
        RoomId? last = null;
        while (await _connections.OnWriterAsync(connection => RoomRebuild.NextAsync(connection, last, stop), stop) is { } room)
        {
            await _connections.WriteAsync(connection => new RoomRebuild(connection, room).RunAsync(stop), stop);
            last = room;
            rooms.Report(++done);
        }
    }

    private Task<long> MergeAsync(CancellationToken stop) =>
        _connections.OnUpkeepAsync(connection => SearchUpkeep.MergeAsync(connection, stop), stop);

    private async Task<IReadOnlyList<StoreOutcome>> WriteInPartsAsync(IReadOnlyList<StoreWrite> batch, CancellationToken stop)
    {
        var posted = PostedRuns.Of(batch);
        if (posted.Places.Count == 0 || !await TryPostAsync(posted, stop))
        {
            return await WriteAnyAsync(batch, stop);
        }

        var outcomes = new StoreOutcome[batch.Count];
        foreach (var place in posted.Places)
        {
            outcomes[place] = StoreOutcome.Committed.Instance;
        }

        // Rooms are either in the one part or in the other, so no room's writes change their order.
        int[] rest = [.. Enumerable.Range(0, batch.Count).Where(place => outcomes[place] is null)];
        if (rest.Length > 0)
        {
            var others = await WriteAnyAsync([.. rest.Select(place => batch[place])], stop);
            for (var index = 0; index < rest.Length; index++)
            {
                outcomes[rest[index]] = others[index];
            }
        }

        return outcomes;
    }

    private async Task<bool> TryPostAsync(PostedRuns posted, CancellationToken stop)
    {
        try
        {
            return await _connections.OnWriterAsync(connection => PostedWrites.TryAsync(connection, posted, stop), stop);
        }
        catch (Exception exception) when (IsDefect(exception))
        {
            return false; // something in it can't even be sent
        }
    }

    // Reads under the rooms' locks what the items must know, and decides each by itself.
    private async Task<IReadOnlyList<StoreOutcome>> WriteAnyAsync(IReadOnlyList<StoreWrite> batch, CancellationToken stop)
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        try
        {
            return await WriteOnceAsync(batch, now, stop);
        }
        catch (Exception exception) when (IsDefect(exception))
        {
            // One item can't be written, whatever it is. It must not drag the others down with it, again and again.
            var outcomes = new List<StoreOutcome>(batch.Count);
            foreach (var write in batch)
            {
                outcomes.Add(await WriteAloneAsync(write, now, stop));
            }

            return outcomes;
        }
    }

    private Task<IReadOnlyList<StoreOutcome>> WriteOnceAsync(
        IReadOnlyList<StoreWrite> batch, long now, CancellationToken stop) =>
        _connections.WriteAsync(connection => WriteTransaction.RunAsync(connection, batch, now, stop), stop);

    private async Task<StoreOutcome> WriteAloneAsync(StoreWrite write, long now, CancellationToken stop)
    {
        try
        {
            return (await WriteOnceAsync([write], now, stop))[0];
        }
        catch (Exception exception) when (IsDefect(exception))
        {
            LogUnwritable(exception, write.GetType().Name, write.LaneKey);
            return new StoreOutcome.Conflict(
                write is StoreWrite.Append run ? (await LoadHeadsAsync([run.Room], stop))[0] : 0);
        }
    }

    private static bool IsDefect(Exception exception) =>
        exception is not (StoreUnavailableException or OperationCanceledException);
}
