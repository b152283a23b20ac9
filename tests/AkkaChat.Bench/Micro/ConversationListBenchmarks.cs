using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using BenchmarkDotNet.Attributes;

namespace AkkaChat.Bench.Micro;

/// <summary>
/// The one query of a connect: the first page of a user's conversations, each with its newest message, an unread one, and a
/// mention in every tenth.
/// </summary>
public class ConversationListBenchmarks
{
    private const int MentionEvery = 10;
    private const int RoomsAtOnce = 50;

    private static readonly UserId Owner = Samples.UserAt(0);
    private static readonly UserId Reader = Samples.UserAt(1);

    private MicroStore _store = null!;

    /// <summary>Which store.</summary>
    [Params(MicroStore.Sqlite, MicroStore.Postgres)]
    public string Kind { get; set; } = MicroStore.Sqlite;

    /// <summary>How many rooms the user is in.</summary>
    [Params(5, 50, 500)]
    public int Rooms { get; set; }

    /// <summary>Opens a fresh store and makes the rooms.</summary>
    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _store = await MicroStore.OpenAsync(Kind);
        foreach (var some in Enumerable.Range(0, Rooms).Chunk(RoomsAtOnce))
        {
            await _store.CommitAsync([.. some.Select(Begin)]);
        }

        await _store.AfterFillAsync();
    }

    /// <summary>The page, of at most as many as <c>connect</c> shows.</summary>
    [Benchmark]
    public Task FirstPage() => _store.Store.ListConversationsAsync(
        [new ConversationQuery(Reader, null, Request.RoomsList.MaxLimit)], CancellationToken.None);

    /// <summary>Closes the store.</summary>
    [GlobalCleanup]
    public async Task CleanUpAsync() => await _store.DisposeAsync();

    private static StoreWrite.Append Begin(int index)
    {
        var room = Samples.RoomAt(index);
        RoomEvent[] events =
        [
            new RoomEvent.RoomCreated(1, Samples.Start, Owner, "Team", RoomKind.Group, false, JoinRule.Invite),
            new RoomEvent.MemberChanged(2, Samples.Start, Owner, MemberChange.Joined, Owner, MemberRole.Owner),
            new RoomEvent.MemberChanged(3, Samples.Start, Owner, MemberChange.Invited, Reader, MemberRole.Member),
            Samples.PostedAt(room, 4, Owner, 1) with { Mentions = index % MentionEvery == 0 ? [Reader] : [] },
        ];
        return new StoreWrite.Append(room, [.. events.Select(stored => new EncodedEvent(stored, EventCodec.EncodeBody(stored)))]);
    }
}
