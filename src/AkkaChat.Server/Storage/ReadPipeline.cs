using Akka.Actor;
using Akka.Streams;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage;

/// <summary>
/// Reads that many actors need at once: rooms that wake up, heads, memberships, conversation lists. However many ask, the store gets a
/// few large questions, so a reconnect storm costs it little more than its answers.
/// </summary>
internal sealed class ReadPipeline : IAsyncDisposable
{
    private readonly ReadBatcher<RoomId, RoomSnapshot?> _rooms;
    private readonly ReadBatcher<RoomId, long> _heads;
    private readonly ReadBatcher<UserId, long> _memberships;
    private readonly ReadBatcher<PeersQuery, Peers> _peers;
    private readonly ReadBatcher<ConversationQuery, ConversationPage> _conversations;
    private readonly TimeSpan _closeTimeout;

    /// <summary>Most questions for peers in one query: each names up to 200 people.</summary>
    private const int MaxPeersQueries = 16;

    /// <summary>Starts taking reads.</summary>
    public ReadPipeline(
        IChatStore store,
        StorageOptions options,
        ActorSystem system,
        TimeProvider clock,
        StorageMetrics metrics,
        ILogger<ReadPipeline> logger)
    {
        _closeTimeout = options.CloseTimeout;
        var materializer = system.Materializer();
        _rooms = new("read-rooms", store.LoadRoomsAsync, options, materializer, clock, metrics, logger);
        _heads = new("read-heads", store.LoadHeadsAsync, options, materializer, clock, metrics, logger);
        _memberships = new(
            "read-memberships", store.LoadMembershipMarksAsync, options, materializer, clock, metrics, logger);
        var few = options with { MaxBatchReads = Math.Min(options.MaxBatchReads, MaxPeersQueries) };
        _peers = new("read-peers", store.FindPeersAsync, few, materializer, clock, metrics, logger);
        _conversations = new(
            "read-conversations", store.ListConversationsAsync, options, materializer, clock, metrics, logger);
    }

    /// <summary>What a room needs to wake up; null where there is no such room.</summary>
    public Task<RoomSnapshot?> LoadRoomAsync(RoomId room, CancellationToken stop) => _rooms.AskAsync(room, stop);

    /// <summary>The newest <c>seq</c> of a room, 0 where there is no such room.</summary>
    public Task<long> LoadHeadAsync(RoomId room, CancellationToken stop) => _heads.AskAsync(room, stop);

    /// <summary>A number that changes whenever the user comes into a room or goes out of one.</summary>
    public Task<long> LoadMembershipMarkAsync(UserId user, CancellationToken stop) => _memberships.AskAsync(user, stop);

    /// <summary>Who of some people shares a room with a person.</summary>
    public Task<Peers> FindPeersAsync(PeersQuery query, CancellationToken stop) => _peers.AskAsync(query, stop);

    /// <summary>A page of a user's conversations.</summary>
    /// <exception cref="InvalidCursorException">The cursor is none.</exception>
    public Task<ConversationPage> ListConversationsAsync(ConversationQuery query, CancellationToken stop)
    {
        // Here and not only in the store: a bad cursor must not fail the batch that it would share.
        _ = PageCursor.Parse(query.Cursor);
        return _conversations.AskAsync(query, stop);
    }

    /// <summary>Takes no more reads, and waits until those it took are answered or the time is over.</summary>
    public Task CompleteAsync(TimeSpan timeout) => Task.WhenAll(
        _rooms.CompleteAsync(timeout),
        _heads.CompleteAsync(timeout),
        _memberships.CompleteAsync(timeout),
        _peers.CompleteAsync(timeout),
        _conversations.CompleteAsync(timeout));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CompleteAsync(_closeTimeout);
}
