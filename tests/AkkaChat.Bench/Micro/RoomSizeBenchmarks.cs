using System.Globalization;
using System.Text;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using BenchmarkDotNet.Attributes;

namespace AkkaChat.Bench.Micro;

/// <summary>
/// What it costs to read from a room with few and with many messages: a page of history, a search, waking it up. It must not
/// grow with the room.
/// </summary>
public class RoomSizeBenchmarks
{
    private const int RunMessages = 500;
    private const int PageEvents = 50;
    private const int PageHits = 20;

    /// <summary>A word of every message, of every so manieth, and of these few whatever the room's size.</summary>
    private const string CommonWord = "common";
    private const string FrequentWord = "frequent";
    private const string RareWord = "rare";
    private const int FrequentEvery = 20;
    private const int RareWords = 40;

    private static readonly RoomId Room = Samples.RoomAt(0);
    private static readonly UserId Reader = Samples.UserAt(1);

    private MicroStore _micro = null!;
    private IChatStore _store = null!;

    /// <summary>Which store.</summary>
    [Params(MicroStore.Sqlite, MicroStore.Postgres)]
    public string Kind { get; set; } = MicroStore.Sqlite;

    /// <summary>How many messages the room has.</summary>
    [Params(1_000, 100_000)]
    public int Messages { get; set; }

    /// <summary>Opens a fresh store and fills the room.</summary>
    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _micro = await MicroStore.OpenAsync(Kind);
        _store = _micro.Store;
        var owner = Samples.UserAt(0);
        await CommitAsync(
            new RoomEvent.RoomCreated(1, Samples.Start, owner, "Team", RoomKind.Group, false, JoinRule.Invite),
            new RoomEvent.MemberChanged(2, Samples.Start, owner, MemberChange.Joined, owner, MemberRole.Owner),
            new RoomEvent.MemberChanged(3, Samples.Start, owner, MemberChange.Invited, Reader, MemberRole.Member));
        for (var number = 0; number < Messages; number += RunMessages)
        {
            await CommitAsync([.. Enumerable.Range(number, RunMessages).Select(PostedAt)]);
        }

        await CommitAsync([.. Enumerable.Range(0, PageEvents).Select(ReactionAt)]);
        await _micro.AfterFillAsync();
    }

    /// <summary>The newest messages, each with a reaction.</summary>
    [Benchmark]
    public Task NewestPage() => PageAsync(before: Messages + 4);

    /// <summary>A page from the middle.</summary>
    [Benchmark]
    public Task MiddlePage() => PageAsync(before: Messages / 2);

    /// <summary>What all messages have.</summary>
    [Benchmark]
    public Task SearchCommon() => SearchAsync(CommonWord, Room);

    /// <summary>What one of twenty has.</summary>
    [Benchmark]
    public Task SearchFrequent() => SearchAsync(FrequentWord, Room);

    /// <summary>What one of twenty has, in all rooms.</summary>
    [Benchmark]
    public Task SearchEverywhere() => SearchAsync(FrequentWord, null);

    /// <summary>What forty have.</summary>
    [Benchmark]
    public Task SearchRare() => SearchAsync(RareWord, Room);

    /// <summary>What none has.</summary>
    [Benchmark]
    public Task SearchNothing() => SearchAsync("absent", Room);

    /// <summary>What the room needs to wake up.</summary>
    [Benchmark]
    public Task Wake() => _store.LoadRoomsAsync([Room], CancellationToken.None);

    /// <summary>The list of a member who has read nothing.</summary>
    [Benchmark]
    public Task List() =>
        _store.ListConversationsAsync([new ConversationQuery(Reader, null, PageEvents)], CancellationToken.None);

    /// <summary>Closes the store.</summary>
    [GlobalCleanup]
    public async Task CleanUpAsync() => await _micro.DisposeAsync();

    private Task<EventPage?> PageAsync(long? before) => _store.ReadEventsAsync(
        new EventQuery(Room, Reader, before, null, PageEvents, Limits.MaxHistoryBytes, Folded: true), CancellationToken.None);

    private Task<SearchPage> SearchAsync(string word, RoomId? room) =>
        _store.SearchAsync(new SearchQuery(Reader, word, room, null, PageHits), CancellationToken.None);

    private RoomEvent PostedAt(int number)
    {
        var frequent = number % FrequentEvery == 0 ? FrequentWord : "";
        var rare = number % (Messages / RareWords) == 0 ? RareWord : "";
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{CommonWord} {frequent} {rare} 明天下午三点开会 word{number} about as long as people write");
        return Samples.PostedAt(Room, number + 4, Samples.UserAt(0), number + 1) with
        {
            Content = new MessageContent("text", Encoding.UTF8.GetBytes($$"""{"kind":"text","text":"{{text}}"}""")),
            Mentions = number % FrequentEvery == 0 ? [UserId.Everyone] : [],
        };
    }

    private RoomEvent ReactionAt(int number) => new RoomEvent.ReactionSet(
        Messages + 4 + number, Samples.Start, Reader, Messages + 3 - number, "👍", On: true);

    private Task CommitAsync(params RoomEvent[] events) => _micro.CommitAsync(Room, events);
}
