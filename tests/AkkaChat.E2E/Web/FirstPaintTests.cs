using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>What the page loads at first, and what it can do without a server.</summary>
public sealed partial class FirstPaintTests(WebStage stage, ITestOutputHelper output) : IClassFixture<WebStage>
{
    private const int MostBytes = 150 * 1024;

    // What the browser counts as transferred: the packed bodies, and 300 bytes for the headers of each.
    private const string Transferred = """
        [performance.getEntriesByType('navigation')[0], ...performance.getEntriesByType('resource')]
          .filter(entry => !entry.name.includes('/api/'))
          .map(entry => `${new URL(entry.name).pathname} ${entry.transferSize}`)
        """;

    [Fact]
    public async Task The_first_screen_loads_at_most_150_KB()
    {
        await using var ann = await ChatPage.OpenAsync(stage);
        await ann.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var signIn = await LoadedAsync(ann);
        await ann.SignInAsync("Ann");
        await ann.MakeRoomAsync("First paint");
        var state = await ann.Page.Context.StorageStateAsync();

        await using var context = await stage.Browser.NewContextAsync(new() { StorageState = state });
        var page = await context.NewPageAsync();
        await page.GotoAsync(ann.Page.Url);
        await Expect(page.GetByTestId("chat-title")).ToHaveTextAsync("First paint");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var chat = Sizes(await page.EvaluateAsync<string[]>(Transferred));

        Report("sign-in", signIn);
        Report("a chat", chat);
        Assert.True(signIn.Values.Sum() <= MostBytes, "the sign-in page is too heavy");
        Assert.True(chat.Values.Sum() <= MostBytes, "the page with all of a chat is too heavy");
        Assert.All(signIn.Values, size => Assert.True(size > 0, "something came from a cache, so the cache was not cold"));
    }

    [Fact]
    public async Task Every_module_of_the_first_screen_is_named_in_the_page()
    {
        await using var ann = await ChatPage.OpenAsync(stage);
        var named = await ann.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('link[rel=modulepreload], script[src]')].map(tag => tag.getAttribute('href') ?? tag.getAttribute('src'))");

        Assert.Equal(await ImportedAsync("/js/early.js", "/js/main.js"), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_can_be_installed()
    {
        await using var ann = await ChatPage.OpenAsync(stage);
        using var manifest = JsonDocument.Parse(await stage.Server.Http.GetStringAsync("/manifest.webmanifest"));
        Assert.Equal("/manifest.webmanifest", await ann.Page.Locator("link[rel=manifest]").GetAttributeAsync("href"));

        foreach (var icon in manifest.RootElement.GetProperty("icons").EnumerateArray())
        {
            var drawn = await ann.Page.EvaluateAsync<int[]>(
                "async src => { const image = new Image(); image.src = src; await image.decode(); return [image.naturalWidth, image.naturalHeight]; }",
                icon.GetProperty("src").GetString());
            var sizes = icon.GetProperty("sizes").GetString()!;
            Assert.True(sizes == "any" || sizes == $"{drawn[0]}x{drawn[1]}", $"{icon}: {drawn[0]}x{drawn[1]}");
        }

        Assert.Equal("activated", await ann.Page.EvaluateAsync<string>(
            "async () => { const { active } = await navigator.serviceWorker.ready; while (active.state !== 'activated') { await new Promise(done => active.addEventListener('statechange', done, { once: true })); } return active.state; }"));
        Assert.Empty(ann.Alarms);
    }

    [Fact]
    public async Task What_opens_later_and_cannot_be_had_says_so_and_leaves_nothing_behind()
    {
        await using var ann = await ChatPage.OpenAsync(stage, worker: false);
        await ann.SignInAsync("Ann");
        await ann.MakeRoomAsync("Out of reach");
        await ann.SayAsync("hello");
        await ann.Page.RouteAsync(Later(), route => route.AbortAsync());

        foreach (var hook in new[] { "settings", "info-open" })
        {
            await ann.Hook(hook).ClickAsync();
            await Expect(ann.Hook("toast")).ToContainTextAsync("can’t be reached");
            await Expect(ann.Hook("toast")).ToHaveCountAsync(0);
        }

        await ann.Hook("voice-record").ClickAsync();
        await Expect(ann.Hook("compose-problem")).ToContainTextAsync("can’t be reached");
        await Expect(ann.Hook("recorder")).ToHaveCountAsync(0);
        await Expect(ann.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Empty(ann.Alarms);
    }

    [Fact]
    public async Task Offline_the_page_still_opens_and_what_was_written_goes_out_later()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann Offline");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await bob.JoinAsync(await ann.MakeRoomAsync("Tunnel"));
        await ann.Page.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => null)");
        await ann.Page.ReloadAsync();
        await ann.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await ann.Page.Context.SetOfflineAsync(true);
        await Expect(ann.Hook("connection-bar")).ToHaveAttributeAsync("data-state", "offline");
        await ann.WriteAsync("from the tunnel");
        await Expect(ann.Message("from the tunnel")).ToHaveAttributeAsync("data-state", "sending");
        await ann.Page.ReloadAsync();
        await Expect(ann.Hook("me")).ToHaveTextAsync("Ann Offline");
        await Expect(ann.Hook("connection-bar")).ToBeVisibleAsync();
        await ann.Hook("settings").ClickAsync(); // was not opened before
        await Expect(ann.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("Escape");

        await ann.Page.Context.SetOfflineAsync(false);
        await bob.SeesAsync("from the tunnel");
        await Expect(ann.Message("from the tunnel")).ToHaveAttributeAsync("data-state", "sent");
        await Expect(ann.Hook("connection-bar")).ToBeHiddenAsync();
        await Expect(bob.Message("from the tunnel")).ToHaveCountAsync(1);
    }

    /// <summary>These modules and all that they import before they run; what comes when it is asked for is not among them.</summary>
    private async Task<SortedSet<string>> ImportedAsync(params string[] first)
    {
        var found = new SortedSet<string>(first, StringComparer.Ordinal);
        var open = new Queue<string>(first);
        while (open.TryDequeue(out var module))
        {
            var source = await stage.Server.Http.GetStringAsync(new Uri(module, UriKind.Relative));
            foreach (Match import in Import().Matches(source))
            {
                var path = new Uri(new Uri(stage.Server.Address, module), import.Groups[1].Value).AbsolutePath;
                if (found.Add(path))
                {
                    open.Enqueue(path);
                }
            }
        }

        return found;
    }

    [GeneratedRegex("^(?:import|export) [^;]*?from '([^']+)';", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex("/js/views/(settings|info|recorder)\\.js")]
    private static partial Regex Later();

    private static async Task<Dictionary<string, int>> LoadedAsync(ChatPage page) =>
        Sizes(await page.Page.EvaluateAsync<string[]>(Transferred));

    /// <summary>What each path took in all; an icon is fetched for the page and again for the window.</summary>
    private static Dictionary<string, int> Sizes(string[] lines) =>
        lines.GroupBy(Path).ToDictionary(loads => loads.Key, loads => loads.Sum(Size));

    private static string Path(string line) => line[..line.IndexOf(' ', StringComparison.Ordinal)];

    private static int Size(string line) => int.Parse(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], null);

    private void Report(string what, Dictionary<string, int> loaded) => output.WriteLine(
        $"first paint of {what}: {loaded.Values.Sum() / 1024.0:0.0} KB in {loaded.Count} requests");
}
