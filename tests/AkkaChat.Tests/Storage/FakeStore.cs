using System.Globalization;
using System.Threading.Channels;
using AkkaChat.Protocol;
using AkkaChat.Server.Media;
using AkkaChat.Server.Storage;

namespace AkkaChat.Tests.Storage;

/// <summary>A store whose calls wait until the test answers them, in the order they came.</summary>
internal sealed class FakeStore : IChatStore
{
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();

    public int Lanes { get; init; } = 1;

    public IMediaIndex Media => throw Unused();

    /// <summary>The next call, as soon as there is one.</summary>
    public async Task<Call> NextCallAsync() =>
        await _calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>True if a call waits already.</summary>
    public bool HasCall => _calls.Reader.Count > 0;

    public Task OpenAsync(CancellationToken stop) => Task.CompletedTask;

    public async Task<IReadOnlyList<StoreOutcome>> WriteAsync(IReadOnlyList<StoreWrite> batch, CancellationToken stop)
    {
        await CallAsync([.. batch], stop);
        return [.. batch.Select(write => new StoreOutcome.Marked(((StoreWrite.MarkRead)write).Seq))];
    }

    public async Task<IReadOnlyList<RoomSnapshot?>> LoadRoomsAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop)
    {
        await CallAsync([.. rooms], stop);
        return new RoomSnapshot?[rooms.Count];
    }

    /// <summary>Answers with the number in each id.</summary>
    public async Task<IReadOnlyList<long>> LoadHeadsAsync(IReadOnlyList<RoomId> rooms, CancellationToken stop)
    {
        await CallAsync([.. rooms], stop);
        return [.. rooms.Select(room => long.Parse(room.Value[2..], CultureInfo.InvariantCulture))];
    }

    public Task<IReadOnlyList<long>> LoadMembershipMarksAsync(IReadOnlyList<UserId> users, CancellationToken stop) =>
        throw Unused();

    public Task<IReadOnlyList<Peers>> FindPeersAsync(IReadOnlyList<PeersQuery> queries, CancellationToken stop) =>
        throw Unused();

    public async Task<IReadOnlyList<ConversationPage>> ListConversationsAsync(
        IReadOnlyList<ConversationQuery> queries, CancellationToken stop)
    {
        await CallAsync([.. queries], stop);
        return [.. queries.Select(query => new ConversationPage([], query.User.Value, []))];
    }

    public Task<EventPage?> ReadEventsAsync(EventQuery query, CancellationToken stop) => throw Unused();

    public Task<MessageFacts?> FindMessageAsync(RoomId room, long seq, CancellationToken stop) => throw Unused();

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

    public Task<RoomView?> FindRoomAsync(RoomId room, UserId viewer, CancellationToken stop) => throw Unused();

    public Task<MemberPage> ListMembersAsync(RoomId room, string? cursor, int limit, CancellationToken stop) => throw Unused();

    public Task<ReceiptList> ListReceiptsAsync(RoomId room, long seq, CancellationToken stop) => throw Unused();

    public Task<SearchPage> SearchAsync(SearchQuery query, CancellationToken stop) => throw Unused();

    public Task<UserView?> FindUserAsync(UserId user, CancellationToken stop) => throw Unused();

    public Task<RefreshToken?> FindRefreshTokenAsync(string hash, CancellationToken stop) => throw Unused();

    public Task<ExternalIdentity?> FindIdentityAsync(string provider, string subject, CancellationToken stop) => throw Unused();

    public Task CheckAsync(CancellationToken stop) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task CallAsync(object[] items, CancellationToken stop)
    {
        var call = new Call(items, stop);
        await _calls.Writer.WriteAsync(call, CancellationToken.None);
        await call.AnsweredAsync();
    }

    private static InvalidOperationException Unused() => new("no pipeline calls this");

    /// <summary>One call that waits.</summary>
    internal sealed class Call(object[] items, CancellationToken stop)
    {
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<object> Items => items;

        public CancellationToken Stop => stop;

        public Task AnsweredAsync() => _answer.Task.WaitAsync(CancellationToken.None);

        public void Answer() => _answer.SetResult();

        public void Fail(Exception exception) => _answer.SetException(exception);
    }
}
