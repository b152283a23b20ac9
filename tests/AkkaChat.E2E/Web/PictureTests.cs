using System.Globalization;
using AkkaChat.E2E.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>Pictures of what people really have in a chat, in three widths, light and dark; nothing may be wider than its page.</summary>
public sealed class PictureTests(WebStage stage) : IClassFixture<WebStage>, IAsyncLifetime
{
    private const string Drawing = """
        ([width, height]) => {
          const canvas = document.createElement('canvas');
          canvas.width = width;
          canvas.height = height;
          const context = canvas.getContext('2d');
          const colours = context.createLinearGradient(0, 0, width, height);
          colours.addColorStop(0, '#2B6CB0');
          colours.addColorStop(0.5, '#F6AD55');
          colours.addColorStop(1, '#9B2C2C');
          context.fillStyle = colours;
          context.fillRect(0, 0, width, height);
          return canvas.toDataURL('image/png').split(',')[1];
        }
        """;

    private readonly Cast _cast = new(stage.Server);

    [Fact]
    public async Task Real_content_in_every_width_and_theme()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann-Katrin Müller-Lüdenscheidt", 1440, 900);
        var me = await ann.UserIdAsync();
        var group = await FillAsync(ann, me);

        foreach (var (width, height) in new[] { (360, 740), (768, 1024), (1440, 900) })
        {
            await ann.Page.SetViewportSizeAsync(width, height);
            foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await ann.Page.EmulateMediaAsync(new() { ColorScheme = theme });
                await ShootAllAsync(ann, group, width, theme);
            }
        }

        Assert.Empty(ann.Alarms);
    }

    [Fact]
    public async Task The_page_fits_from_320_pixels_to_4K()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann", 320, 568);
        await FitsAsync(ann, "320 list");
        await ann.MakeRoomAsync("A group with a name that goes on and on and on, as names do");
        await ann.SayAsync("https://example.org/" + new string('x', 300));
        await FitsAsync(ann, "320 chat");
        await ann.OpenInfoAsync();
        await FitsAsync(ann, "320 info");
        await ann.ShootAsync("look-info-320-light");
        await ann.Hook("info-close").ClickAsync();

        await ann.Page.SetViewportSizeAsync(3840, 2160);
        await ann.OpenInfoAsync();
        await FitsAsync(ann, "4K");
        await ann.ShootAsync("look-chat-3840-light");
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => _cast.DisposeAsync().AsTask();

    private static async Task ShootAllAsync(ChatPage ann, string group, int width, ColorScheme theme)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{width}-{(theme == ColorScheme.Dark ? "dark" : "light")}");
        await Expect(ann.Page.Locator("html")).ToHaveAttributeAsync("data-theme", theme == ColorScheme.Dark ? "dark" : "light");
        await ShootAsync("list");
        await ann.GoAsync(group);
        await Expect(ann.Hook("message").Last).ToBeVisibleAsync();
        await ShootAsync("chat");
        await ann.OpenInfoAsync();
        await Expect(ann.Hook("member-item").First).ToBeVisibleAsync();
        await ShootAsync("info");
        await ann.Hook("info-close").ClickAsync();
        await ann.Hook("search-open").ClickAsync();
        await ann.Hook("search-everywhere").ClickAsync();
        await ann.Hook("search").FillAsync("周末");
        await Expect(ann.Hook("search-hit").First).ToBeVisibleAsync();
        await ShootAsync("search");
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Hook("settings").ClickAsync();
        await Expect(ann.Hook("dialog-close")).ToBeVisibleAsync();
        await ShootAsync("settings");
        await ann.Hook("dialog-close").ClickAsync();
        await ann.AddAsync("new-room");
        await ann.Hook("new-room-people").ClickAsync();
        await Expect(ann.Hook("people-item").First).ToBeVisibleAsync();
        await ShootAsync("new-room");
        await ann.Hook("dialog-close").ClickAsync();
        await ann.Page.EvaluateAsync("() => { history.replaceState(null, '', '#/'); dispatchEvent(new PopStateEvent('popstate')); }");

        async Task ShootAsync(string view)
        {
            await FitsAsync(ann, $"{view} {name}");
            await ann.ShootAsync($"look-{view}-{name}");
        }
    }

    private static async Task FitsAsync(ChatPage page, string what)
    {
        var size = await page.Page.EvaluateAsync<int[]>("[document.documentElement.scrollWidth, innerWidth, document.documentElement.scrollHeight, innerHeight]");
        Assert.True(size[0] <= size[1], $"{what} is {size[0]} pixels wide in {size[1]}");
        Assert.True(size[2] <= size[3], $"{what} is {size[2]} pixels high in {size[3]}");
    }

    /// <summary>Chats as people have them; gives the id of the group that has something of everything.</summary>
    private async Task<string> FillAsync(ChatPage ann, string me)
    {
        var (bobGuest, bob) = await _cast.ComeAsync("Bob");
        var (_, mei) = await _cast.ComeAsync("美玲 Mei");
        var (_, omar) = await _cast.ComeAsync("عمر الفاروق");
        var crowd = await Task.WhenAll(Enumerable.Range(1, 196).Select(i => _cast.GuestAsync($"Member {i:000}")));
        var group = (await bob.AskAsync("room.create", new
        {
            name = "Weekend hiking 周末爬山 — photos, plans and all else we talk about",
            kind = "group",
            members = crowd.Select(guest => guest.Id).Append(me),
        })).Room ?? throw new InvalidOperationException("the group was not made");
        await bob.AskAsync("room.update", new { room = group, joinRule = "open", announcement = "Sunday, 9:00 at the station.\nBring water, and read https://example.org/map" });
        await bob.AskAsync("room.role", new { room = group, user = me, role = "admin" });
        await mei.AskAsync("room.join", new { room = group });
        await omar.AskAsync("room.join", new { room = group });
        await PictureAsync(ann, bob, bobGuest, group, 200, 800);
        await PictureAsync(ann, bob, bobGuest, group, 1200, 300);
        var texts = new (ChatClient Who, string Text)[]
        {
            (bob, "Who is in for a hike this weekend?"),
            (mei, "我！周末天气很好 🌻 see you at the station"),
            (omar, "مرحبا! سأكون هناك في الساعة التاسعة"),
            (bob, "https://example.org/" + string.Concat(Enumerable.Repeat("averyveryverylongpathsegment", 9))),
            (mei, "🥾🏔️🎒"),
            (bob, string.Concat(Enumerable.Repeat("It is a long way, and the weather may turn, so take a coat. ", 34))[..2_000]),
            (mei, "好的"),
        };
        var n = 0;
        foreach (var (who, text) in texts)
        {
            await who.SayAsync(group, $"k-{n++}", text);
        }

        for (var i = 0; i < 120; i++)
        {
            await bob.SayAsync(group, $"more-{i}", i == 119 ? "see you on Sunday, @Ann" : $"Packing list, item {i + 1}");
        }

        foreach (var (name, text) in new[] { ("Book club", "Chapter 12 by Friday?"), ("产品讨论组", "新版本今天下午发布，大家看一下"), ("Family ❤️", "🎂🎂🎂") })
        {
            var room = (await mei.AskAsync("room.create", new { name, kind = "group", members = new[] { me } })).Room!;
            await mei.SayAsync(room, "k-1", text);
        }

        var direct = (await omar.AskAsync("dm.open", new { user = me })).Room!;
        await omar.SayAsync(direct, "k-1", "هل أنت قادم غدا؟");
        var pinned = (await bob.AskAsync("dm.open", new { user = me })).Room!;
        await bob.AskAsync("send", new { room = pinned, clientMsgId = "k-1", content = new { kind = "voice", url = "https://example.org/a.mp3", durationMs = 12_000 } });
        await ann.ChooseForRoomAsync(pinned, "room-pin");
        await ann.ChooseForRoomAsync(direct, "room-silence");
        await Expect(ann.Room(group).GetByTestId("room-unread")).ToHaveTextAsync("99+");
        return group;
    }

    private async Task PictureAsync(ChatPage page, ChatClient client, Guest guest, string room, int width, int height)
    {
        var file = Convert.FromBase64String(await page.Page.EvaluateAsync<string>(Drawing, new[] { width, height }));
        var url = await Uploader.KeepAsync(stage.Server, guest, file);
        var sent = await client.AskAsync("send", new
        {
            room,
            clientMsgId = $"picture-{width}-{height}",
            content = new { kind = "image", url, thumb = $"{url}/thumb", width, height, size = file.Length },
        });
        Assert.True(sent.Type == "ack", sent.ToString());
    }
}
