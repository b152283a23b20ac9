using System.Text;
using AkkaChat.E2E.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>Pictures of a chat with real content, in three widths, light and dark.</summary>
public sealed class WebLookTests(WebStage stage) : IClassFixture<WebStage>, IAsyncLifetime
{
    private const string Url = "https://example.org/a/very/long/path/without/any/place/to/break/0123456789abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ?and=a-query-that-goes-on-and-on";

    private readonly Cast _cast = new(stage.Server);

    [Theory]
    [InlineData(360, 740)]
    [InlineData(768, 1024)]
    [InlineData(1440, 900)]
    public async Task Nothing_is_wider_than_the_screen(int width, int height)
    {
        var (mia, other) = await _cast.ComeAsync("Mia 米娅 of the Very Long Name That Goes On", new() { Platform = "bot" });
        var room = await Cast.PublicRoomAsync(other);
        await other.AskAsync("room.update", new { room, name = "Weekend plans 周末计划", announcement = "Trains leave at 9:00 from platform 4. 请准时到达。" });
        await using var noah = await ChatPage.SignInAsync(stage, "Noah", width, height);
        var id = await noah.UserIdAsync();
        await noah.JoinAsync(room);
        var n = 0;
        var origin = await SayAsync("Who is in for a hike on Sunday? 周日去爬山吗？");
        await noah.SayAsync("Me! 我也去 🌻");
        await SayAsync(string.Concat(Enumerable.Repeat("A long story about the way up, the huts and the weather. 山路很长，天气不错。", 30))[..2_000]);
        await SayAsync(Url);
        await noah.SayAsync("🌻🎉❤️");
        await SayAsync("مرحبا، هل ستأتي معنا يوم الأحد؟ القطار الساعة 9:00");
        await noah.SendFilesAsync(PictureFile.Payload("tall.png", 200, 800), PictureFile.Payload("wide.png", 1600, 400, 90));
        await noah.StoredAsync(noah.With("picture").Last);
        await noah.SendFilesAsync(new FilePayload { Name = "Packing list and train times 装备清单.pdf", MimeType = "application/pdf", Buffer = Encoding.UTF8.GetBytes(new string('x', 300_000)) });
        await noah.StoredAsync(noah.With("file"));
        await noah.Hook("voice-record").ClickAsync();
        await Expect(noah.Hook("recorder").GetByRole(AriaRole.Timer)).ToHaveTextAsync("0:02");
        await noah.ShootAsync($"chat-{width}-recording");
        await noah.Hook("voice-send").ClickAsync();
        await noah.StoredAsync(noah.With("voice"));
        await other.AskAsync("send", new { room, clientMsgId = "reply", content = new { kind = "text", text = "@Noah see you there" }, replyTo = origin, mentions = new[] { id } });
        await other.AskAsync("react", new { room, target = origin, emoji = "👍", on = true });
        await noah.Message("@Noah see you there").HoverAsync();
        await noah.OpenMenuAsync(noah.Message("@Noah see you there"));
        await noah.ShootAsync($"chat-{width}-menu");
        await noah.Page.Locator("[data-testid=quick-reaction][data-emoji='🎉']").ClickAsync();
        await Expect(noah.Reaction("@Noah see you there", "🎉")).ToBeVisibleAsync();
        await noah.ChooseAsync("@Noah see you there", "action-reply");

        foreach (var dark in new[] { false, true })
        {
            await noah.Page.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
            await Expect(noah.Page.Locator("html")).ToHaveAttributeAsync("data-theme", dark ? "dark" : "light");
            foreach (var (part, name) in new[] { (1.0, "end"), (0.55, "middle"), (0.0, "top") })
            {
                await noah.Log.EvaluateAsync("(log, part) => { log.scrollTop = log.scrollHeight * part; }", part);
                await noah.Page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 200)))");
                await noah.ShootAsync($"chat-{width}-{(dark ? "dark" : "light")}-{name}");
                Assert.Equal(width, await noah.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
                Assert.Equal(0, await noah.Log.EvaluateAsync<int>("log => Math.max(0, log.scrollWidth - log.clientWidth)"));
            }
        }

        await noah.Hook("compose-cancel").ClickAsync();
        await noah.Hook("emoji-open").ClickAsync();
        await Expect(noah.Hook("emoji").First).ToBeVisibleAsync();
        await noah.ShootAsync($"chat-{width}-emoji");
        await noah.Page.Keyboard.PressAsync("Escape");
        await noah.Log.EvaluateAsync("log => { log.scrollTop = log.scrollHeight; }");
        await noah.Hook("picture").Last.ScrollIntoViewIfNeededAsync();
        await noah.Hook("picture").Last.ClickAsync();
        await Expect(noah.Hook("lightbox-picture")).ToHaveJSPropertyAsync("naturalWidth", 1600);
        await noah.ShootAsync($"chat-{width}-lightbox");
        MessagePart.AreCalm(noah);
        Assert.NotEqual(mia.Id, id);

        async Task<long> SayAsync(string text) => (await other.SayAsync(room, $"k-{n++}", text)).Seq;
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => _cast.DisposeAsync().AsTask();
}
