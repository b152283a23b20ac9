using AkkaChat.Protocol;
using AkkaChat.Server.Media;

namespace AkkaChat.Server.Storage;

/// <summary>
/// The promise: what was written here survives the process. Two implementations, one test suite. Every method may throw
/// <see cref="StoreUnavailableException"/>; after a failed write the outcome is unknown and the writer reads again.
/// </summary>
internal interface IChatStore : IAsyncDisposable
{
    /// <summary>How many write lanes help this store; writes of one room always take the same lane.</summary>
    int Lanes { get; }

    /// <summary>What the store knows of uploaded files.</summary>
    IMediaIndex Media { get; }

    /// <summary>Opens the store and brings its schema up to date.</summary>
    /// <exception cref="StoreStartException">It can't be opened; the message says why, for whoever starts the server.</exception>
    Task OpenAsync(CancellationToken stop);

    /// <summary>
    /// Writes all of <paramref name="batch"/> in one transaction and answers each item in its place. An item that is refused
    /// (conflict, known key) leaves no trace and does not hinder the others.
    /// </summary>
    Task<IReadOnlyList<StoreOutcome>> WriteAsync(IReadOnlyList<StoreWrite> batch, CancellationToken stop);

    /// <summary>What a room needs to wake up, one entry for each id; null where there is no such room.</summary>
    Task<IReadOnlyList<RoomSnapshot?>> LoadRoomsAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop);

    /// <summary>The newest <c>seq</c> of each room, 0 where there is no such room.</summary>
    Task<IReadOnlyList<long>> LoadHeadsAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop);

    /// <summary>
    /// A number for each user that changes whenever the user comes into a room or goes out of one, and that tells nothing
    /// else; 0 for a user without rooms.
    /// </summary>
    Task<IReadOnlyList<long>> LoadMembershipMarksAsync(IReadOnlyList<UserId> users, CancellationToken stop);

    /// <summary>Who of some people shares a room with a person, live rooms apart; one answer for each query.</summary>
    Task<IReadOnlyList<Peers>> FindPeersAsync(IReadOnlyList<PeersQuery> queries, CancellationToken stop);

    /// <summary>A page of each user's conversations, newest first.</summary>
    /// <exception cref="InvalidCursorException">One of the cursors is none that a page ended with.</exception>
    Task<IReadOnlyList<ConversationPage>> ListConversationsAsync(
        IReadOnlyList<ConversationQuery> queries, CancellationToken stop);

    /// <summary>
    /// Events of a room, ascending. Null where the user is not a member (<see cref="EventQuery.Reader"/> null: the server itself reads).
    /// </summary>
    Task<EventPage?> ReadEventsAsync(EventQuery query, CancellationToken stop);

    /// <summary>What a recall or an edit must know of a message; null if that <c>seq</c> is not a message.</summary>
    Task<MessageFacts?> FindMessageAsync(RoomId room, long seq, CancellationToken stop);

    /// <summary>What is known of a person's reaction to a message.</summary>
    Task<ReactionFacts> FindReactionAsync(
        RoomId room, long target, UserId user, string emoji, CancellationToken stop);

    /// <summary>A member; null if that user is not in the room.</summary>
    Task<MemberFacts?> FindMemberAsync(RoomId room, UserId user, CancellationToken stop);

    /// <summary>A page of who may not come into a room, by user id.</summary>
    /// <exception cref="InvalidCursorException">The cursor is none that a page ended with.</exception>
    Task<PeoplePage> ListBansAsync(RoomId room, string? cursor, int limit, CancellationToken stop);

    /// <summary>A page of who asks to come into a room, by user id.</summary>
    /// <exception cref="InvalidCursorException">The cursor is none that a page ended with.</exception>
    Task<PeoplePage> ListJoinRequestsAsync(RoomId room, string? cursor, int limit, CancellationToken stop);

    /// <summary>A page of whom a user has blocked, by user id.</summary>
    /// <exception cref="InvalidCursorException">The cursor is none that a page ended with.</exception>
    Task<PeoplePage> ListBlocksAsync(UserId user, string? cursor, int limit, CancellationToken stop);

    /// <summary>Those of <paramref name="people"/> who have blocked <paramref name="whom"/>.</summary>
    Task<IReadOnlyList<UserId>> FindBlockersAsync(IReadOnlyList<UserId> people, UserId whom, CancellationToken stop);

    /// <summary>
    /// Makes everything that follows from the logs anew, and nothing else: not the logs, nor what is not in them (read marks,
    /// pins, people, blocks, who follows a broadcast room). No node may be running on it.
    /// </summary>
    /// <param name="rooms">Told how many rooms are done.</param>
    /// <param name="stop">Ends it early; what was done of it stands room by room.</param>
    Task RebuildAsync(IProgress<int> rooms, CancellationToken stop);

    /// <summary>A room as a user sees it; null if there is none. Its role is null where the user is not a member.</summary>
    Task<RoomView?> FindRoomAsync(RoomId room, UserId viewer, CancellationToken stop);

    /// <summary>A page of a room's members, by user id.</summary>
    /// <exception cref="InvalidCursorException">The cursor is none that a page ended with.</exception>
    Task<MemberPage> ListMembersAsync(RoomId room, string? cursor, int limit, CancellationToken stop);

    /// <summary>Who has read up to a <c>seq</c>, by read mark; the members only.</summary>
    Task<ReceiptList> ListReceiptsAsync(RoomId room, long seq, CancellationToken stop);

    /// <summary>Messages that a user may see and that contain all terms of the query, newest first.</summary>
    /// <exception cref="InvalidCursorException">The cursor is none that a page ended with.</exception>
    Task<SearchPage> SearchAsync(SearchQuery query, CancellationToken stop);

    /// <summary>A person; null if there is none of that id.</summary>
    Task<UserView?> FindUserAsync(UserId user, CancellationToken stop);

    /// <summary>The refresh token of that hash; null if there is none.</summary>
    Task<RefreshToken?> FindRefreshTokenAsync(string hash, CancellationToken stop);

    /// <summary>Who is known elsewhere by that id; null if nobody here is.</summary>
    Task<ExternalIdentity?> FindIdentityAsync(string provider, string subject, CancellationToken stop);

    /// <summary>Throws unless the store can serve now (readiness).</summary>
    Task CheckAsync(CancellationToken stop);
}
