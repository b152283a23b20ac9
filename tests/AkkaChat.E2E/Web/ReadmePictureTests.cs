using System.Text;
using AkkaChat.E2E.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>The pictures that the README shows: a team's day, on a desktop and a phone, light and dark.</summary>
public sealed class ReadmePictureTests(WebStage stage) : IClassFixture<WebStage>, IAsyncLifetime
{
    private const int Width = 1_440;
    private const int Height = 900;
    private const int PhoneWidth = 390;
    private const int PhoneHeight = 780;

    // Hills at dawn, 960 by 420.
    private const string Landscape = """
        () => {
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [960, 420];
          const context = canvas.getContext('2d');
          const sky = context.createLinearGradient(0, 0, 0, 420);
          ['#2C5282', '#63B3ED', '#FEEBC8', '#FBD38D'].forEach((colour, at) => sky.addColorStop(at / 3, colour));
          context.fillStyle = sky;
          context.fillRect(0, 0, 960, 420);
          context.fillStyle = '#FFFAF0';
          context.beginPath();
          context.arc(690, 235, 38, 0, 7);
          context.fill();
          ['#7F9CB8', '#4F7391', '#2F5068', '#1A3242'].forEach((colour, layer) => {
            context.fillStyle = colour;
            context.beginPath();
            context.moveTo(0, 420);
            for (let x = 0; x <= 960; x += 4) {
              const wave = Math.sin(x / (150 - layer * 22) + layer * 1.9) + 0.45 * Math.sin(x / (47 + layer * 9) + layer);
              context.lineTo(x, 238 + layer * 46 - wave * (34 - layer * 4));
            }
            context.lineTo(960, 420);
            context.fill();
          });
          return canvas.toDataURL('image/png').split(',')[1];
        }
        """;

    private readonly Cast _cast = new(stage.Server);

    [Fact]
    public async Task A_day_of_a_team()
    {
        await using var mei = await ChatPage.SignInAsync(stage, "Mei Lin 林美", Width, Height);
        var room = await FillAsync(mei);

        await ShootAsync("readme-desktop");
        await mei.Hook("theme-toggle").ClickAsync();
        await Expect(mei.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await mei.OpenInfoAsync();
        await Expect(mei.Hook("member-item").First).ToBeVisibleAsync();
        await ShootAsync("readme-desktop-dark");
        await mei.Hook("info-close").ClickAsync();
        await mei.Hook("theme-toggle").ClickAsync();
        await mei.Page.SetViewportSizeAsync(PhoneWidth, PhoneHeight);
        await mei.Log.EvaluateAsync("log => { log.scrollTop = log.scrollHeight; }");
        await ShootAsync("readme-phone");
        await mei.Hook("back").ClickAsync();
        await Expect(mei.Room(room)).ToBeVisibleAsync();
        await ShootAsync("readme-phone-list");

        MessagePart.AreCalm(mei);

        // Without a cursor or a highlight that somebody left there.
        async Task ShootAsync(string name)
        {
            await mei.Page.Mouse.MoveAsync(0, 0);
            await mei.Page.EvaluateAsync("document.activeElement?.blur()");
            await mei.ShootAsync(name);
        }
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => _cast.DisposeAsync().AsTask();

    private async Task<string> FillAsync(ChatPage mei)
    {
        var me = await mei.UserIdAsync();
        var (_, jonas) = await _cast.ComeAsync("Jonas Bergström");
        var (anaGuest, ana) = await _cast.ComeAsync("Ana");
        await ElsewhereAsync(me, jonas, ana);
        var room = await NewAsync(jonas, "Mini program launch 🚀", me, anaGuest.Id);
        await mei.GoAsync(room);
        await jonas.SayAsync(room, "k-1", "Good morning! The review came back: approved ✅");
        var great = (await ana.SayAsync(room, "k-2", "审核通过了，今晚就可以发布 🎉")).Seq;
        await mei.SeesAsync("审核通过了，今晚就可以发布 🎉");
        await jonas.AskAsync("react", new { room, target = great, emoji = "🎉", on = true });
        await ana.AskAsync("react", new { room, target = great, emoji = "🎉", on = true });
        await ana.AskAsync("react", new { room, target = great, emoji = "❤️", on = true });
        await mei.SayAsync("Great news. Release at 18:00?");
        var asked = long.Parse((await mei.Message("Great news. Release at 18:00?").GetAttributeAsync("data-seq"))!, null);
        await jonas.AskAsync("send", new
        {
            room,
            clientMsgId = "k-3",
            replyTo = asked,
            mentions = new[] { me },
            content = new { kind = "text", text = "18:00 works. @Mei Lin 林美 the figures are at https://example.com/dash" },
        });
        await PictureAsync(mei, ana, anaGuest, room);
        await ana.SayAsync(room, "k-4", "Seen from the train. Back in an hour 🙂");
        await mei.SendFilesAsync(new FilePayload
        {
            Name = "Release checklist 发布清单.pdf",
            MimeType = "application/pdf",
            Buffer = Encoding.UTF8.GetBytes(new string('x', 184_000)),
        });
        await mei.SayAsync("Then see you at 17:45, I’ll bring cake 🍰");
        foreach (var reader in new[] { jonas, ana })
        {
            await reader.AskAsync("read", new { room, seq = await LastAsync(mei) });
        }

        await Expect(mei.Hook("picture").First).ToBeVisibleAsync();
        await Expect(mei.Message("Then see you at 17:45, I’ll bring cake 🍰")).ToBeInViewportAsync();
        return room;
    }

    private static async Task ElsewhereAsync(string me, ChatClient jonas, ChatClient ana)
    {
        foreach (var (who, name, text) in new[]
        {
            (ana, "Book club", "Chapter 12 by Friday?"), (jonas, "产品讨论组", "新版本今天下午发布，大家看一下"), (ana, "Family ❤️", "🎂🎂🎂"),
        })
        {
            await who.SayAsync(await NewAsync(who, name, me), "k-1", text);
        }

        var direct = (await jonas.AskAsync("dm.open", new { user = me })).Room!;
        await jonas.SayAsync(direct, "k-1", "Coffee before the release?");
    }

    private static async Task<string> NewAsync(ChatClient owner, string name, params string[] members) =>
        (await owner.AskAsync("room.create", new { name, kind = "group", members })).Room
            ?? throw new InvalidOperationException($"{name} was not made");

    private static async Task<long> LastAsync(ChatPage page) =>
        long.Parse((await page.Messages.Last.GetAttributeAsync("data-seq"))!, null);

    private async Task PictureAsync(ChatPage page, ChatClient client, Guest guest, string room)
    {
        var file = Convert.FromBase64String(await page.Page.EvaluateAsync<string>(Landscape));
        var url = await Uploader.KeepAsync(stage.Server, guest, file);
        await client.AskAsync("send", new
        {
            room,
            clientMsgId = "k-picture",
            content = new { kind = "image", url, thumb = $"{url}/thumb", width = 960, height = 420, size = file.Length },
        });
    }
}
