using System.Text.RegularExpressions;
using AkkaChat.E2E.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>The web chat in one browser tab, by its test hooks.</summary>
public sealed class ChatPage : IAsyncDisposable
{
    /// <summary>Where files go.</summary>
    public const string UploadRoute = "**/api/v1/media";

    private readonly IBrowserContext _context;
    private readonly List<string> _alarms = [];

    private ChatPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.SetDefaultTimeout((float)Patience.Usual.TotalMilliseconds);
        page.PageError += (_, error) => _alarms.Add(error);
        page.Dialog += (_, dialog) =>
        {
            _alarms.Add($"a dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.Console += (_, line) =>
        {
            if (line.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                _alarms.Add(line.Text);
            }
        };
    }

    /// <summary>The tab.</summary>
    public IPage Page { get; }

    /// <summary>Errors, dialogs and broken rules of the page.</summary>
    public IReadOnlyList<string> Alarms => _alarms;

    /// <summary>The messages on screen.</summary>
    public ILocator Messages => Hook("message");

    /// <summary>The log that scrolls.</summary>
    public ILocator Log => Hook("log");

    /// <summary>Opens the page for a new person.</summary>
    public static async Task<ChatPage> OpenAsync(
        WebStage stage, int width = 1280, int height = 800, string? script = null, string path = "", bool worker = true)
    {
        var context = await stage.Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            Locale = "en-US",
            ReducedMotion = ReducedMotion.Reduce,
            ServiceWorkers = worker ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
        });
        if (script is not null)
        {
            await context.AddInitScriptAsync(script);
        }

        var opened = new ChatPage(context, await context.NewPageAsync());
        await opened.Page.GotoAsync(stage.Server.Address + path);
        return opened;
    }

    /// <summary>Opens the page and signs in.</summary>
    public static async Task<ChatPage> SignInAsync(
        WebStage stage, string name, int width = 1280, int height = 800, string? script = null)
    {
        var opened = await OpenAsync(stage, width, height, script);
        await opened.SignInAsync(name);
        return opened;
    }

    /// <summary>Signs in on the page that is open.</summary>
    public async Task SignInAsync(string name)
    {
        await Hook("signin-name").FillAsync(name);
        await Hook("signin-submit").ClickAsync();
        await Expect(Hook("me")).ToHaveTextAsync(name);
    }

    /// <summary>Another tab of the same browser.</summary>
    public async Task<ChatPage> OpenTabAsync()
    {
        var tab = new ChatPage(_context, await _context.NewPageAsync());
        await tab.Page.GotoAsync(Page.Url);
        return tab;
    }

    /// <summary>What carries that test hook.</summary>
    public ILocator Hook(string testId) => Page.GetByTestId(testId);

    /// <summary>The message with that text.</summary>
    public ILocator Message(string text) => Messages.Filter(new()
    {
        Has = Page.GetByTestId("message-text").Filter(new() { HasTextRegex = new Regex($"^{Regex.Escape(text)}$") }),
    });

    /// <summary>A room in the list.</summary>
    public ILocator Room(string id) => Page.Locator($"[data-testid=room-item][data-room='{id}']");

    /// <summary>The id of the room on screen.</summary>
    public string RoomOnScreen() => Uri.UnescapeDataString(Page.Url[(Page.Url.IndexOf("#/r/", StringComparison.Ordinal) + 4)..]);

    /// <summary>Joins a room by its id and waits until it is on screen.</summary>
    public async Task JoinAsync(string room)
    {
        await AddAsync("join-room");
        await Hook("join-room-id").FillAsync(room);
        await Hook("join-room-submit").ClickAsync();
        await OnScreenAsync(room);
    }

    /// <summary>Goes to a room of the list.</summary>
    public async Task GoAsync(string room)
    {
        await Room(room).ClickAsync();
        await OnScreenAsync(room);
    }

    /// <summary>Makes a room and goes there; gives its id.</summary>
    public async Task<string> MakeRoomAsync(string name)
    {
        await AddAsync("new-room");
        await Hook("new-room-name").FillAsync(name);
        await Hook("new-room-submit").ClickAsync();
        await Expect(Hook("chat-title")).ToHaveTextAsync(name);
        return RoomOnScreen();
    }

    /// <summary>Opens the menu for new things and takes an item.</summary>
    public async Task AddAsync(string item)
    {
        if (!await Hook("new-open").IsVisibleAsync())
        {
            await Hook("back").ClickAsync(); // a narrow page shows the list or a chat
        }

        await Hook("new-open").ClickAsync();
        await Hook(item).ClickAsync();
    }

    /// <summary>Opens the menu of a room in the list and takes an item.</summary>
    public async Task ChooseForRoomAsync(string room, string item)
    {
        await Room(room).ClickAsync(new() { Button = MouseButton.Right });
        await Hook(item).ClickAsync();
    }

    /// <summary>Opens the menu of a member in the info of a group and takes an item.</summary>
    public async Task ChooseForMemberAsync(string user, string item)
    {
        await Member(user).GetByTestId("member-menu").ClickAsync();
        await Hook(item).ClickAsync();
    }

    /// <summary>A member in the info of a group.</summary>
    public ILocator Member(string user) => Page.Locator($"[data-testid=member-item][data-user='{user}']");

    /// <summary>Opens the info of the room on screen.</summary>
    public async Task OpenInfoAsync()
    {
        await Hook("info-open").ClickAsync();
        await Expect(Hook("info")).ToBeVisibleAsync();
    }

    /// <summary>Says yes to a question.</summary>
    public Task ConfirmAsync() => Hook("confirm-submit").ClickAsync();

    /// <summary>This person's user id, as the settings show it.</summary>
    public async Task<string> UserIdAsync()
    {
        await Hook("settings").ClickAsync();
        var id = await Hook("profile-id").InnerTextAsync();
        await Hook("dialog-close").ClickAsync();
        return id;
    }

    /// <summary>Writes a message; does not wait for anything.</summary>
    public async Task WriteAsync(string text)
    {
        await Hook("composer").FillAsync(text);
        await Hook("composer").PressAsync("Enter");
    }

    /// <summary>Says something and waits until it is stored.</summary>
    public async Task SayAsync(string text)
    {
        await WriteAsync(text);
        await Expect(Message(text)).ToHaveAttributeAsync("data-state", "sent");
    }

    /// <summary>Waits until a message is to be seen.</summary>
    public Task SeesAsync(string text) => Expect(Message(text)).ToBeVisibleAsync();

    /// <summary>
    /// Answers uploads in the server's place. The page's worker must have taken over: what is sent while it does so passes by.
    /// </summary>
    public async Task RouteUploadsAsync(Func<IRoute, Task> answer)
    {
        const string Controlled = """
            async () => { while (!navigator.serviceWorker.controller) { await new Promise((done) => setTimeout(done, 50)); } }
            """;
        await Page.EvaluateAsync(Controlled).WaitAsync(Patience.Usual);
        await Page.RouteAsync(UploadRoute, answer);
    }

    /// <summary>Opens the menu of a message and takes an item.</summary>
    public async Task ChooseAsync(string text, string action)
    {
        await Message(text).HoverAsync();
        await Message(text).GetByTestId("message-menu").ClickAsync();
        await Hook(action).ClickAsync();
    }

    /// <summary>Takes a picture.</summary>
    public Task ShootAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(WebStage.Screenshots, $"{name}.png") });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        if (_context.Pages.Count == 0)
        {
            await _context.CloseAsync();
        }
    }

    private async Task OnScreenAsync(string room)
    {
        // Looks again and again: waiting for a navigation misses one within the page that came a moment before.
        await Expect(Page).ToHaveURLAsync(new Regex(Regex.Escape($"#/r/{Uri.EscapeDataString(room)}") + "$"));
        await Expect(Hook("composer")).ToBeVisibleAsync();
    }
}
