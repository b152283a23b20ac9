using AkkaChat.E2E.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>Who one is, and how the page behaves.</summary>
public sealed class SettingsTests(WebStage stage) : IClassFixture<WebStage>, IAsyncLifetime
{
    // The browser's own questions and pop-ups can't be seen from a page; these stand in for them and write down what came.
    private const string NotificationStand = """
        window.shown = [];
        window.asked = 0;
        window.away = false;
        window.Notification = class {
          static permission = 'default';
          static async requestPermission() { window.asked++; return this.permission = window.answer ?? 'granted'; }
          constructor(title, options) { window.shown.push(`${title}|${options.body}`); }
        };
        ServiceWorkerRegistration.prototype.showNotification = async (title, options) => {
          window.shown.push(`${title}|${options.body}`);
        };
        Object.defineProperty(document, 'visibilityState', { get: () => window.away ? 'hidden' : 'visible' });
        """;

    private readonly Cast _cast = new(stage.Server);

    [Fact]
    public async Task A_new_name_and_a_picture_reach_others()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        var room = await ann.MakeRoomAsync("Names");
        await bob.JoinAsync(room);

        await ann.Hook("settings-open").ClickAsync();
        await ann.Hook("profile-rename").ClickAsync();
        await ann.Hook("profile-name-input").FillAsync("Anna 安娜");
        await ann.Hook("profile-name-submit").ClickAsync();
        await Expect(ann.Hook("profile-name")).ToHaveTextAsync("Anna 安娜");
        await ann.Hook("avatar-file").SetInputFilesAsync(new FilePayload
        {
            Name = "me.png",
            MimeType = "image/png",
            Buffer = Uploader.Picture,
        });
        await Expect(ann.Hook("settings-dialog").Locator(".avatar img")).ToHaveCountAsync(1);
        await ann.Hook("dialog-close").ClickAsync();
        await Expect(ann.Hook("me")).ToHaveTextAsync("Anna 安娜");

        await bob.OpenInfoAsync();
        var member = bob.Member(await ann.UserIdAsync());
        await Expect(member).ToContainTextAsync("Anna 安娜");
        await Expect(member.Locator(".avatar img")).ToHaveCountAsync(1);
        Assert.Empty(ann.Alarms);
        Assert.Empty(bob.Alarms);
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_refused_in_place()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.Hook("settings").ClickAsync();

        await ann.Hook("avatar-file").SetInputFilesAsync(new FilePayload
        {
            Name = "no.png",
            MimeType = "image/png",
            Buffer = "no picture"u8.ToArray(),
        });

        await Expect(ann.Hook("settings-dialog").GetByRole(AriaRole.Alert)).ToContainTextAsync("content_rejected");
        await Expect(ann.Hook("avatar-change")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Language_and_theme_stay_after_a_reload()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var root = ann.Page.Locator("html");
        await ann.Hook("settings").ClickAsync();
        await ann.Hook("settings-theme").SelectOptionAsync("dark");
        await Expect(root).ToHaveAttributeAsync("data-theme", "dark");
        await ann.Hook("settings-language").SelectOptionAsync("zh-CN");
        await Expect(ann.Hook("settings-dialog")).ToContainTextAsync("黑名单");

        await ann.Page.ReloadAsync();
        await Expect(root).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(root).ToHaveAttributeAsync("lang", "zh-CN");
        await Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "聊天", Exact = true })).ToBeVisibleAsync();

        await ann.Hook("settings").ClickAsync();
        await ann.Hook("settings-theme").SelectOptionAsync("system");
        await Expect(root).ToHaveAttributeAsync("data-theme", "light");
        await ann.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Expect(root).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Fact]
    public async Task Who_is_blocked_can_not_write_until_that_ends()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (guest, bob) = await _cast.ComeAsync("Bob");
        var room = (await bob.AskAsync("dm.open", new { user = await ann.UserIdAsync() })).Room!;
        await bob.SayAsync(room, "k-1", "hi");
        await ann.GoAsync(room);
        await ann.OpenInfoAsync();

        await ann.Hook("user-block").ClickAsync();
        await ann.ConfirmAsync();
        await Expect(ann.Hook("user-block")).ToHaveAttributeAsync("data-blocked", "true");
        Assert.Equal("blocked", (await bob.SayAsync(room, "k-2", "still there?")).Code);

        await ann.Hook("settings").ClickAsync();
        await ann.Hook("settings-blocked").ClickAsync();
        await Expect(ann.Hook("blocked-item")).ToHaveAttributeAsync("data-user", guest.Id);
        await ann.Hook("blocked-unblock").ClickAsync();
        await Expect(ann.Hook("blocked-item")).ToHaveCountAsync(0);
        Assert.Equal("ack", (await bob.SayAsync(room, "k-3", "thanks")).Type);
    }

    [Fact]
    public async Task A_card_says_who_somebody_is_and_leads_to_them()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (guest, bob) = await _cast.ComeAsync("Bob");
        var room = await ann.MakeRoomAsync("Cards");
        await bob.AskAsync("room.join", new { room });
        await ann.OpenInfoAsync();

        await ann.Member(guest.Id).GetByTestId("member-open").ClickAsync();
        await Expect(ann.Hook("user-card").GetByTestId("user-name")).ToHaveTextAsync("Bob");
        await Expect(ann.Hook("user-card").GetByTestId("user-presence")).ToHaveTextAsync("Online");
        await Expect(ann.Hook("user-card").GetByTestId("user-id")).ToHaveTextAsync(guest.Id);
        await ann.Hook("user-dm").ClickAsync();

        await Expect(ann.Hook("chat-title")).ToHaveTextAsync("Bob");
        await Expect(ann.Hook("user-card")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Notifications_are_asked_for_after_a_click_and_come_only_while_one_is_away()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann", script: NotificationStand);
        var (_, bob) = await _cast.ComeAsync("Bob");
        var loud = await ann.MakeRoomAsync("Loud");
        var silent = await ann.MakeRoomAsync("Silent");
        await bob.AskAsync("room.join", new { room = loud });
        await bob.AskAsync("room.join", new { room = silent });
        await ann.ChooseForRoomAsync(silent, "room-silence");
        Assert.Equal(0, await ann.Page.EvaluateAsync<int>("window.asked"));

        await ann.Hook("settings").ClickAsync();
        await ann.Hook("settings-notify").ClickAsync();
        await Expect(ann.Hook("settings-notify")).ToHaveAttributeAsync("aria-checked", "true");
        await ann.Hook("dialog-close").ClickAsync();
        Assert.Equal(1, await ann.Page.EvaluateAsync<int>("window.asked"));

        await bob.SayAsync(loud, "k-1", "you see this");
        await Expect(ann.Room(loud)).ToContainTextAsync("you see this");
        await ann.Page.EvaluateAsync("window.away = true");
        await bob.SayAsync(silent, "k-2", "nobody hears this");
        await bob.SayAsync(loud, "k-3", "you hear this");

        await Expect(ann.Room(loud)).ToContainTextAsync("you hear this");
        await Patience.UntilAsync(() => ann.Page.EvaluateAsync<bool>("window.shown.length > 0"), "a notification");
        Assert.Equal(["Loud|Bob: you hear this"], await ann.Page.EvaluateAsync<string[]>("window.shown"));
    }

    [Fact]
    public async Task A_browser_that_says_no_is_explained()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann", script: NotificationStand);
        await ann.Page.EvaluateAsync("window.answer = 'denied'");

        await ann.Hook("settings").ClickAsync();
        await ann.Hook("settings-notify").ClickAsync();

        await Expect(ann.Hook("notify-hint")).ToContainTextAsync("blocked");
        await Expect(ann.Hook("settings-notify")).ToHaveAttributeAsync("aria-checked", "false");
    }

    [Fact]
    public async Task Signing_out_is_asked_once_and_forgets_who_it_was()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann Leaves");
        await ann.MakeRoomAsync("Behind");

        await ann.Hook("settings").ClickAsync();
        await ann.Hook("signout").ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Dialog).Last).ToContainTextAsync("Ann Leaves");
        await ann.ConfirmAsync();
        await Expect(ann.Hook("signin-name")).ToBeVisibleAsync();
        await ann.Page.ReloadAsync();

        await Expect(ann.Hook("signin-name")).ToBeVisibleAsync();
        await Expect(ann.Page.Locator("body")).Not.ToContainTextAsync("Behind");
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => _cast.DisposeAsync().AsTask();
}
