using AkkaChat.E2E.Harness;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>axe finds nothing serious, in light and in dark.</summary>
public sealed class AccessibilityTests(WebStage stage) : IClassFixture<WebStage>, IAsyncLifetime
{
    private readonly Cast _cast = new(stage.Server);

    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 1280)]
    [InlineData("light", 360)]
    public async Task Every_view_can_be_read_and_used(string theme, int width)
    {
        await using var ann = await ChatPage.OpenAsync(stage, width, script: $"localStorage.setItem('akkachat.theme', '{theme}')");
        await CheckAsync(ann, "signing in");
        await ann.SignInAsync("Ann");
        await CheckAsync(ann, "an empty list");
        var me = await ann.UserIdAsync();
        var (guest, bob) = await _cast.ComeAsync("Bob");
        var room = await ann.MakeRoomAsync("Everybody");
        await bob.AskAsync("room.join", new { room });
        var other = await ann.MakeRoomAsync("Other");
        await ann.SayAsync("my own words, https://example.org and 你好");
        await bob.AskAsync("room.join", new { room = other });
        await bob.SayAsync(other, "k-1", "words of somebody else");
        await bob.AskAsync("send", new
        {
            room,
            clientMsgId = "k-2",
            content = new { kind = "text", text = "hey @Ann" },
            mentions = new[] { me },
        });
        await ann.SeesAsync("words of somebody else");
        await CheckAsync(ann, "a chat");
        await ann.Message("my own words, https://example.org and 你好").HoverAsync();
        await ann.Message("my own words, https://example.org and 你好").GetByTestId("message-menu").ClickAsync();
        await CheckAsync(ann, "the menu of a message");
        await ann.Page.Keyboard.PressAsync("Escape");

        await ann.OpenInfoAsync();
        await Expect(ann.Member(guest.Id)).ToBeVisibleAsync();
        await CheckAsync(ann, "the info of a group");
        await ann.Member(guest.Id).GetByTestId("member-menu").ClickAsync();
        await CheckAsync(ann, "the menu of a member");
        if (await ann.Page.GetByRole(AriaRole.Menu).IsVisibleAsync())
        {
            await ann.Page.Keyboard.PressAsync("Escape"); // the check scrolls, which closes it on a narrow page
        }

        await ann.Member(guest.Id).GetByTestId("member-open").ClickAsync();
        await Expect(ann.Hook("user-block")).ToBeEnabledAsync();
        await CheckAsync(ann, "a person's card");
        await ann.Hook("dialog-close").ClickAsync();
        await ann.Hook("info-invite").ClickAsync();
        await CheckAsync(ann, "inviting");
        await ann.Hook("dialog-close").ClickAsync();
        await ann.Hook("info-close").ClickAsync();

        await ann.Hook("search-open").ClickAsync();
        await ann.Hook("search").FillAsync("words");
        await Expect(ann.Hook("search-hit")).ToHaveCountAsync(2);
        await CheckAsync(ann, "what was found");
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Room(room).GetByTestId("room-mention")).ToBeVisibleAsync();
        await CheckAsync(ann, "the list");

        await ann.Hook("settings").ClickAsync();
        await CheckAsync(ann, "the settings");
        await ann.Hook("dialog-close").ClickAsync();
        foreach (var item in new[] { "new-direct", "new-room", "join-room" })
        {
            await ann.AddAsync(item);
            await Expect(ann.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
            await CheckAsync(ann, item);
            await ann.Hook("dialog-close").ClickAsync();
        }

        await using var second = await ann.OpenTabAsync();
        await Expect(ann.Hook("kicked")).ToBeVisibleAsync();
        await CheckAsync(ann, "what is open elsewhere");
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => _cast.DisposeAsync().AsTask();

    private static async Task CheckAsync(ChatPage page, string view)
    {
        var result = await page.Page.RunAxe();
        var serious = result.Violations.Where(found => found.Impact is "serious" or "critical").ToList();
        Assert.True(serious.Count == 0, $"{view}: " + string.Join("; ", serious.Select(found =>
            $"{found.Id} ({found.Impact}): {string.Join(", ", found.Nodes.Select(node => $"{node.Target} {node.Html}"))}")));
    }
}
