using AkkaChat.E2E.Harness;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>Finding chats and messages again.</summary>
public sealed class SearchTests(WebStage stage) : IClassFixture<WebStage>, IAsyncLifetime
{
    private readonly Cast _cast = new(stage.Server);

    [Fact]
    public async Task What_was_said_long_ago_is_found_and_shown_in_its_place()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (_, bob) = await _cast.ComeAsync("Bob");
        var room = await ann.MakeRoomAsync("Long talk");
        await bob.AskAsync("room.join", new { room });
        await bob.SayAsync(room, "k-needle", "the picnic is at the old mill");
        for (var i = 1; i <= 120; i++)
        {
            await bob.SayAsync(room, $"k-{i}", $"filler {i}");
        }

        await ann.SeesAsync("filler 120");
        await ann.Hook("search").FillAsync("picnic");
        var hit = ann.Hook("search-hit");
        await Expect(hit).ToHaveCountAsync(1);
        await Expect(hit).ToContainTextAsync("Bob: the picnic is at the old mill");
        await Expect(hit.Locator("mark")).ToHaveTextAsync("picnic");
        await hit.ClickAsync();

        await Expect(ann.Message("the picnic is at the old mill")).ToBeInViewportAsync();
        Assert.Empty(ann.Alarms);
    }

    [Fact]
    public async Task Chinese_is_found_and_markup_stays_text()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Mixed");
        await ann.SayAsync("周末去爬山吗");
        await ann.SayAsync("<b>bold</b> & <script>alert(1)</script>");

        await ann.Hook("search").FillAsync("爬山");
        await Expect(ann.Hook("search-hit").Locator("mark")).ToHaveTextAsync("爬山");
        await ann.Hook("search").FillAsync("bold");
        await Expect(ann.Hook("search-hit")).ToContainTextAsync("<b>bold</b> & <script>alert(1)</script>");
        Assert.Equal(0, await ann.Hook("search-hit").Locator("b, script").CountAsync());
        Assert.Empty(ann.Alarms);
    }

    [Fact]
    public async Task Chats_are_found_at_once_and_what_is_nowhere_says_so()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var room = await ann.MakeRoomAsync("Gardening");
        await ann.MakeRoomAsync("Cooking");

        await ann.Hook("search").FillAsync("garden");
        await Expect(ann.Hook("search-room")).ToHaveAttributeAsync("data-room", room);
        await ann.Hook("search-room").ClickAsync();
        await Expect(ann.Hook("chat-title")).ToHaveTextAsync("Gardening");
        await Expect(ann.Room(room)).ToBeVisibleAsync();

        await ann.Hook("search").FillAsync("zebra crossing");
        await Expect(ann.Page.GetByText("Nothing found")).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Room(room)).ToBeVisibleAsync();
        await Expect(ann.Hook("search")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_search_in_one_chat_finds_nothing_of_others()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var first = await ann.MakeRoomAsync("First");
        await ann.SayAsync("the word is marmalade");
        var second = await ann.MakeRoomAsync("Second");
        await ann.SayAsync("marmalade here too");

        await ann.Hook("search-open").ClickAsync();
        await ann.Hook("search").FillAsync("marmalade");
        await Expect(ann.Hook("search-hit")).ToHaveCountAsync(1);
        await Expect(ann.Hook("search-hit")).ToHaveAttributeAsync("data-room", second);

        await ann.Hook("search-everywhere").ClickAsync();
        await Expect(ann.Hook("search-hit")).ToHaveCountAsync(2);
        await Expect(ann.Hook("search-hit").Last).ToHaveAttributeAsync("data-room", first);
    }

    [Fact]
    public async Task There_are_more_hits_than_one_page()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (_, bob) = await _cast.ComeAsync("Bob");
        var room = await ann.MakeRoomAsync("Repetition");
        await bob.AskAsync("room.join", new { room });
        for (var i = 1; i <= 25; i++)
        {
            await bob.SayAsync(room, $"k-{i}", $"again and again {i}");
        }

        await ann.Hook("search").FillAsync("again");
        await Expect(ann.Hook("search-hit")).ToHaveCountAsync(20);
        await ann.Hook("search-more").ClickAsync();
        await Expect(ann.Hook("search-hit")).ToHaveCountAsync(25);
        await Expect(ann.Hook("search-more")).ToBeHiddenAsync();
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => _cast.DisposeAsync().AsTask();
}
