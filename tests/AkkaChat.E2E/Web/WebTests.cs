using AkkaChat.E2E.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>What people do in the browser.</summary>
public sealed class WebTests(WebStage stage) : IClassFixture<WebStage>
{
    [Fact]
    public async Task Two_people_sign_in_and_chat_in_the_lobby()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await ann.Hook("join-lobby").ClickAsync();
        await ann.GoAsync("lobby");
        await bob.Hook("join-lobby").ClickAsync();
        await bob.GoAsync("lobby");

        await ann.SayAsync("hi Bob 你好");
        await bob.SeesAsync("hi Bob 你好");
        await bob.SayAsync("hi Ann 🌻");
        await ann.SeesAsync("hi Ann 🌻");

        await Expect(ann.Message("hi Bob 你好")).ToHaveAttributeAsync("data-own", "true");
        await Expect(bob.Message("hi Bob 你好")).ToHaveAttributeAsync("data-own", "false");
        Assert.Empty(ann.Alarms);
        Assert.Empty(bob.Alarms);
    }

    [Fact]
    public async Task Markup_that_somebody_types_stays_text()
    {
        const string markup = "<img src=x onerror=\"alert('owned')\"><script>alert(1)</script>";
        await using var ann = await ChatPage.SignInAsync(stage, "<b>Ann</b>");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        var room = await ann.MakeRoomAsync("<i>Room</i>");
        await bob.JoinAsync(room);

        await ann.SayAsync(markup);
        await ann.SayAsync("javascript:alert(1) http://x.test/\"onmouseover=alert(1)");
        await bob.SeesAsync(markup);
        await bob.SayAsync("seen");
        await ann.SeesAsync("seen");

        foreach (var page in new[] { ann, bob })
        {
            await Expect(page.Hook("chat-title")).ToHaveTextAsync("<i>Room</i>");
            Assert.Equal(0, await page.Page.Locator("[data-testid=log] img, [data-testid=log] script, [data-testid=log] b").CountAsync());
            Assert.Equal(0, await page.Page.Locator("a[href^='javascript:'], [onmouseover], [onerror]").CountAsync());
            Assert.Empty(page.Alarms);
        }
    }

    [Fact]
    public async Task What_one_has_not_seen_is_counted_until_one_looks()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        var first = await ann.MakeRoomAsync("First");
        await bob.JoinAsync(first);
        var other = await bob.MakeRoomAsync("Second");

        await ann.SayAsync("one");
        await ann.SayAsync("two");

        var badge = bob.Room(first).GetByTestId("room-unread");
        await Expect(badge).ToHaveTextAsync("2");
        await bob.GoAsync(first);
        await bob.SeesAsync("two");
        await Expect(badge).ToHaveCountAsync(0);
        await Expect(bob.Room(other).GetByTestId("room-unread")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Two_people_meet_in_a_direct_chat()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann Direct");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob Direct");
        var room = await ann.MakeRoomAsync("Meeting point");
        await bob.JoinAsync(room);

        await bob.OpenInfoAsync();
        await bob.Hook("member-item").Filter(new() { HasText = "Ann Direct" }).GetByTestId("member-open").ClickAsync();
        await bob.Hook("user-dm").ClickAsync();
        await Expect(bob.Hook("chat-title")).ToHaveTextAsync("Ann Direct");
        var direct = bob.RoomOnScreen();
        await bob.SayAsync("just us two");

        await Expect(ann.Room(direct).GetByTestId("room-unread")).ToHaveTextAsync("1");
        await ann.GoAsync(direct);
        await ann.SeesAsync("just us two");
        await Expect(ann.Hook("chat-title")).ToHaveTextAsync("Bob Direct");
    }

    [Fact]
    public async Task A_message_can_be_edited_and_taken_back()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await bob.JoinAsync(await ann.MakeRoomAsync("Changes"));
        await ann.SayAsync("frist");
        await ann.SayAsync("unfortunate");
        await bob.SeesAsync("unfortunate");

        await ann.ChooseAsync("frist", "action-edit");
        await ann.WriteAsync("first");
        await bob.SeesAsync("first");
        await ann.ChooseAsync("unfortunate", "action-recall");
        await Expect(bob.Message("unfortunate")).ToHaveCountAsync(0);

        await Expect(ann.Message("unfortunate")).ToHaveCountAsync(0);
        await Expect(bob.Message("frist")).ToHaveCountAsync(0);
        await Expect(bob.Page.Locator("body")).Not.ToContainTextAsync("unfortunate");
    }

    [Fact]
    public async Task A_reload_keeps_one_signed_in_and_shows_what_was_said()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann Stays");
        await ann.MakeRoomAsync("Reloaded");
        await ann.SayAsync("before the reload");

        await ann.Page.ReloadAsync();

        await Expect(ann.Hook("me")).ToHaveTextAsync("Ann Stays");
        await ann.SeesAsync("before the reload");
        await ann.SayAsync("after the reload");
        await Expect(ann.Messages.Filter(new() { HasText = "the reload" })).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task A_second_tab_takes_over_and_the_first_says_so()
    {
        await using var first = await ChatPage.SignInAsync(stage, "Ann");
        await first.MakeRoomAsync("Two tabs");

        await using var second = await first.OpenTabAsync();

        await second.SayAsync("from the second tab");
        await Expect(first.Hook("kicked")).ToBeVisibleAsync();
        await first.Hook("use-here").ClickAsync();
        await Expect(second.Hook("kicked")).ToBeVisibleAsync();
        await first.SeesAsync("from the second tab");
        await first.SayAsync("back in the first");
    }

    [Fact]
    public async Task Scrolling_up_through_200_messages_keeps_its_place()
    {
        var guest = await Guest.SignInAsync(stage.Server, "Writer");
        await using var writer = await ChatClient.ConnectAsync(stage.Server, guest);
        var room = await Cast.PublicRoomAsync(writer);
        for (var i = 1; i <= 200; i++)
        {
            await writer.SayAsync(room, $"k-{i}", $"message {i}");
        }

        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.JoinAsync(room);
        await ann.SeesAsync("message 200");
        await Patience.UntilAsync(
            async () =>
            {
                await ann.Log.EvaluateAsync("log => { log.scrollTop = 0; }");
                return await ann.Message("message 1").CountAsync() > 0;
            },
            "the first message");

        var stay = ann.Message("message 1");
        await stay.ScrollIntoViewIfNeededAsync();
        var place = await TopOfAsync(stay);
        await writer.SayAsync(room, "k-new", "news below");
        await Expect(ann.Hook("new-pill")).ToBeVisibleAsync();
        Assert.True(Math.Abs(await TopOfAsync(stay) - place) < 2, "what came below moved what one was reading");
        await ann.Hook("new-pill").ClickAsync();
        await Expect(ann.Message("news below")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Pictures_of_phone_desktop_and_dark()
    {
        await using var phone = await ChatPage.SignInAsync(stage, "Mia", 360, 740);
        await using var desk = await ChatPage.SignInAsync(stage, "Noah", 1440, 900);
        var room = await desk.MakeRoomAsync("Weekend 周末");
        await phone.JoinAsync(room);
        string[] said = ["Who is in for a hike on Sunday?", "Me! 我也去 🌻", "https://example.org/map has the way", "9:00 at the station?"];
        for (var i = 0; i < said.Length; i++)
        {
            await (i % 2 == 0 ? desk : phone).SayAsync(said[i]);
            await (i % 2 == 0 ? phone : desk).SeesAsync(said[i]);
        }

        await phone.ShootAsync("phone-chat");
        await desk.ShootAsync("desktop");
        await phone.Hook("back").ClickAsync();
        await Expect(phone.Room(room)).ToBeVisibleAsync();
        await phone.ShootAsync("phone-list");
        await desk.Hook("theme-toggle").ClickAsync();
        await Expect(desk.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await desk.ShootAsync("desktop-dark");
        await phone.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await phone.GoAsync(room);
        await phone.ShootAsync("phone-chat-dark");

        Assert.Equal(360, await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal(1440, await desk.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    private static async Task<double> TopOfAsync(ILocator locator) => await locator.EvaluateAsync<double>("element => element.getBoundingClientRect().top");
}
