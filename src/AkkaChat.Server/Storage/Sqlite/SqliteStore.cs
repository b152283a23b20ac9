using AkkaChat.Protocol;
using AkkaChat.Server.Media;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>
/// The store of a single node: one file, one thread that writes, a few that read. When the disk fails or is full it
/// refuses, writes nothing by halves, and serves again by itself when the cause is gone.
/// </summary>
internal sealed partial class SqliteStore : IChatStore
{
    /// <summary>Memory for the pages of the file: for the writer, for each reader, and for who copies without a look.</summary>
    private const int WriterCacheKiB = 32 * 1024;
    private const int ReaderCacheKiB = 8 * 1024;
    private const int CheckpointCacheKiB = 64;

    private readonly string _directory;
    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly ILogger<SqliteStore> _logger;
    private readonly SqliteThreads _writer;
    private readonly SqliteThreads _readers;
    private readonly WalCheckpoints _checkpoints;
    private DirectoryLock? _lock;

    /// <summary>A store in <paramref name="directory"/>; nothing is touched before it is opened.</summary>
    public SqliteStore(string directory, StorageOptions options, TimeProvider clock, ILogger<SqliteStore> logger)
    {
        _directory = Path.GetFullPath(directory);
        _path = Path.Combine(_directory, "akkachat.db");
        _clock = clock;
        _logger = logger;
        _writer = new SqliteThreads(
            "sqlite-writer", 1, options.SqliteQueueCapacity, () => SqliteSession.Open(_path, WriterCacheKiB));
        _readers = new SqliteThreads(
            "sqlite-reader", options.SqliteReaders, options.SqliteQueueCapacity, () => SqliteSession.Open(_path, ReaderCacheKiB));
        _checkpoints = new WalCheckpoints(
            _writer, () => SqliteSession.Open(_path, CheckpointCacheKiB), WalCheckpoints.EnoughPages, logger);
    }

    /// <inheritdoc/>
    public int Lanes => 1;

    /// <inheritdoc/>
    public IMediaIndex Media => new MediaIndex(_writer, _readers);

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken stop)
    {
        var taken = DirectoryLock.Take(_directory);
        try
        {
            await _writer.RunAsync(Migrate, stop);
            (_lock, taken) = (taken, null);
        }
        catch (StoreUnavailableException exception)
        {
            throw new StoreStartException($"The database {_path} can't be opened: {exception.Message}", exception);
        }
        finally
        {
            taken?.Dispose();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoreOutcome>> WriteAsync(IReadOnlyList<StoreWrite> batch, CancellationToken stop) =>
        _writer.RunAsync(
            session =>
            {
                var outcomes = Write(session, batch);
                _checkpoints.Wrote(session);
                return outcomes;
            },
            stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomSnapshot?>> LoadRoomsAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop) =>
        ReadEachAsync(rooms, static (session, room) => new RoomReads(session).Load(room), stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> LoadHeadsAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop) =>
        ReadEachAsync(rooms, static (session, room) => new RoomReads(session).Head(room), stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> LoadMembershipMarksAsync(IReadOnlyList<UserId> users, CancellationToken stop) =>
        ReadEachAsync(users, static (session, user) => new People(session).MembershipMark(user), stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Peers>> FindPeersAsync(IReadOnlyList<PeersQuery> queries, CancellationToken stop) =>
        ReadEachAsync(queries, static (session, query) => new People(session).PeersOf(query), stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ConversationPage>> ListConversationsAsync(
        IReadOnlyList<ConversationQuery> queries, CancellationToken stop) =>
        ReadEachAsync(queries, static (session, query) => new Conversations(session).List(query), stop);

    /// <inheritdoc/>
    public Task<EventPage?> ReadEventsAsync(EventQuery query, CancellationToken stop) =>
        ReadAsync(session => new RoomReads(session).Events(query), stop);

    /// <inheritdoc/>
    public Task<MessageFacts?> FindMessageAsync(RoomId room, long seq, CancellationToken stop) =>
        ReadAsync(session => new RoomReads(session).Message(room, seq), stop);

    /// <inheritdoc/>
    public Task<ReactionFacts> FindReactionAsync(
        RoomId room, long target, UserId user, string emoji, CancellationToken stop) =>
        ReadAsync(session => new RoomReads(session).Reaction(room, target, user, emoji), stop);

    /// <inheritdoc/>
    public Task<MemberFacts?> FindMemberAsync(RoomId room, UserId user, CancellationToken stop) =>
        ReadAsync(session => new RoomReads(session).Member(room, user), stop);

    /// <inheritdoc/>
    public Task<PeoplePage> ListBansAsync(RoomId room, string? cursor, int limit, CancellationToken stop) =>
        ReadAsync(session => new PeopleLists(session).Bans(room, cursor, limit), stop);

    /// <inheritdoc/>
    public Task<PeoplePage> ListJoinRequestsAsync(RoomId room, string? cursor, int limit, CancellationToken stop) =>
        ReadAsync(session => new PeopleLists(session).Requests(room, cursor, limit), stop);

    /// <inheritdoc/>
    public Task<PeoplePage> ListBlocksAsync(UserId user, string? cursor, int limit, CancellationToken stop) =>
        ReadAsync(session => new PeopleLists(session).Blocks(user, cursor, limit), stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<UserId>> FindBlockersAsync(IReadOnlyList<UserId> people, UserId whom, CancellationToken stop) =>
        ReadAsync(session => new Blocks(session).Blockers(people, whom), stop);

    /// <inheritdoc/>
    public async Task RebuildAsync(IProgress<int> rooms, CancellationToken stop)
    {
        var done = 0;
        RoomId? last = null;
        while (await _writer.RunAsync(session => RebuildNext(session, last), stop) is { } room)
        {
            last = room;
            rooms.Report(++done);
        }
    }

    /// <inheritdoc/>
    public Task<RoomView?> FindRoomAsync(RoomId room, UserId viewer, CancellationToken stop) =>
        ReadAsync(session => new Conversations(session).Find(room, viewer), stop);

    /// <inheritdoc/>
    public Task<MemberPage> ListMembersAsync(RoomId room, string? cursor, int limit, CancellationToken stop) =>
        ReadAsync(session => new RoomReads(session).MemberPage(room, cursor, limit), stop);

    /// <inheritdoc/>
    public Task<ReceiptList> ListReceiptsAsync(RoomId room, long seq, CancellationToken stop) =>
        ReadAsync(session => new RoomReads(session).Receipts(room, seq), stop);

    /// <inheritdoc/>
    public Task<SearchPage> SearchAsync(SearchQuery query, CancellationToken stop) =>
        ReadAsync(session => new SearchReads(session).Find(query), stop);

    /// <inheritdoc/>
    public Task<UserView?> FindUserAsync(UserId user, CancellationToken stop) =>
        ReadAsync(session => new People(session).Find(user), stop);

    /// <inheritdoc/>
    public Task<RefreshToken?> FindRefreshTokenAsync(string hash, CancellationToken stop) =>
        ReadAsync(session => new People(session).FindToken(hash), stop);

    /// <inheritdoc/>
    public Task<ExternalIdentity?> FindIdentityAsync(string provider, string subject, CancellationToken stop) =>
        ReadAsync(session => new Identities(session).Find(provider, subject), stop);

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken stop)
    {
        await OnWriterAsync(static session => session.Write(static writer => 0), stop);
        await ReadAsync(static session => new RoomReads(session).Head(RoomId.Lobby), stop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _readers.DisposeAsync();
        await _checkpoints.DisposeAsync();
        await _writer.DisposeAsync();
        _lock?.Dispose();
    }

    /// <summary>Runs <paramref name="work"/> where writes run.</summary>
    internal Task<T> OnWriterAsync<T>(Func<SqliteSession, T> work, CancellationToken stop) => _writer.RunAsync(work, stop);

    private int Migrate(SqliteSession session)
    {
        new SqliteMigrations(Migration.Embedded("sqlite"), _clock).Apply(session, _path);
        return 0;
    }

    private RoomId? RebuildNext(SqliteSession session, RoomId? last)
    {
        var room = RoomRebuild.Next(session, last);
        if (room is { } id)
        {
            session.Write(writer =>
            {
                RoomRebuild.Run(writer, id);
                return id;
            });
            _checkpoints.Wrote(session);
        }

        return room;
    }

    private IReadOnlyList<StoreOutcome> Write(SqliteSession session, IReadOnlyList<StoreWrite> batch)
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        try
        {
            return WriteTransaction.Run(session, batch, now);
        }
        catch (Exception exception) when (IsDefect(exception))
        {
            // One item can't be written, whatever it is. It must not drag the others down with it, again and again.
            return [.. batch.Select(write => WriteAlone(session, write, now))];
        }
    }

    private StoreOutcome WriteAlone(SqliteSession session, StoreWrite write, long now)
    {
        try
        {
            return WriteTransaction.Run(session, [write], now)[0];
        }
        catch (Exception exception) when (IsDefect(exception))
        {
            LogUnwritable(exception, write.GetType().Name, write.LaneKey);
            return new StoreOutcome.Conflict(write is StoreWrite.Append run ? new RoomReads(session).Head(run.Room) : 0);
        }
    }

    private static bool IsDefect(Exception exception) =>
        exception is not Microsoft.Data.Sqlite.SqliteException sqlite || !SqliteErrors.IsUnavailable(sqlite);

    private Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken stop) =>
        _readers.RunAsync(session => session.Read(read), stop);

    private Task<IReadOnlyList<TAnswer>> ReadEachAsync<TAsk, TAnswer>(
        IReadOnlyList<TAsk> asked, Func<SqliteSession, TAsk, TAnswer> read, CancellationToken stop) =>
        ReadAsync(
            session =>
            {
                var answers = new TAnswer[asked.Count];
                for (var index = 0; index < answers.Length; index++)
                {
                    answers[index] = read(session, asked[index]);
                }

                return (IReadOnlyList<TAnswer>)answers;
            },
            stop);
}
