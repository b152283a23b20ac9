using System.Text.Json;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>What every store must do; derived once for each store and theme.</summary>
public abstract class ChatStoreSuite : IAsyncLifetime
{
    private protected static readonly UserId Ann = UserId.Parse("u-ann");
    private protected static readonly UserId Bob = UserId.Parse("u-bob");
    private protected static readonly UserId Cid = UserId.Parse("u-cid");

    private readonly IStoreFixture _fixture;
    private IChatStore? _store;

    private protected ChatStoreSuite(IStoreFixture fixture) => _fixture = fixture;

    private protected IChatStore Store => _store ?? throw new InvalidOperationException("the store is not open yet");

    /// <inheritdoc/>
    public async Task InitializeAsync() => _store = await _fixture.OpenAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync() => await _fixture.CloseAsync();

    private protected Task<IReadOnlyList<string>> QueryAsync(string sql) => _fixture.QueryAsync(sql);

    private protected LogWriter Log(string room, RoomKind kind = RoomKind.Group) => new(Store, RoomId.Parse(room), kind);

    private protected async Task<LogWriter> RoomAsync(string room, params UserId[] members)
    {
        var log = Log(room);
        await log.CreateAsync(members);
        return log;
    }

    private protected async Task<StoreOutcome> WriteAsync(StoreWrite write) =>
        Assert.Single(await Store.WriteAsync([write], CancellationToken.None));

    private protected async Task<RoomView> ViewAsync(RoomId room, UserId viewer)
    {
        var view = await Store.FindRoomAsync(room, viewer, CancellationToken.None);
        Assert.NotNull(view);
        return view;
    }

    private protected async Task<EventPage> EventsAsync(
        RoomId room,
        UserId? reader = null,
        long? before = null,
        long? after = null,
        int limit = 100,
        int maxBytes = int.MaxValue,
        bool folded = true)
    {
        var query = new EventQuery(room, reader, before, after, limit, maxBytes, folded);
        var page = await Store.ReadEventsAsync(query, CancellationToken.None);
        Assert.NotNull(page);
        return page;
    }

    private protected static JsonElement Json(ReadOnlyMemory<byte> frame)
    {
        using var document = JsonDocument.Parse(frame);
        return document.RootElement.Clone();
    }

    private protected static string? TextOf(ReadOnlyMemory<byte> frame) =>
        Json(frame).TryGetProperty("content", out var content) ? content.GetProperty("text").GetString() : null;
}
