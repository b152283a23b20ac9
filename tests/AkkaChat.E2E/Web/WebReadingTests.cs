using System.Text.RegularExpressions;
using AkkaChat.E2E.Harness;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>Who has read what, who is writing, and where one was.</summary>
public sealed class WebReadingTests(WebStage stage) : IClassFixture<WebStage>, IAsyncLifetime
{
    private readonly Cast _cast = new(stage.Server);

    [Fact]
    public async Task A_message_has_one_tick_until_somebody_reads_it_and_both_after_a_reload_too()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        var room = await ann.MakeRoomAsync("Ticks");
        await bob.JoinAsync(room);
        await bob.MakeRoomAsync("Elsewhere");
        await ann.SayAsync("have you read this?");
        var tick = ann.Message("have you read this?").GetByTestId("message-state");
        await Expect(tick).ToHaveAttributeAsync("data-read", "false");

        await bob.GoAsync(room);
        await Expect(tick).ToHaveAttributeAsync("data-read", "true");
        await ann.Page.ReloadAsync();
        await Expect(tick).ToHaveAttributeAsync("data-read", "true");
        MessagePart.AreCalm(ann, bob);
    }

    [Fact]
    public async Task Who_has_read_a_message_and_who_has_not_is_listed()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        var (cy, away) = await _cast.ComeAsync("Cy");
        var room = await ann.MakeRoomAsync("Readers");
        await bob.JoinAsync(room);
        Assert.Equal("ok", (await away.AskAsync("room.join", new { room })).Type);
        await ann.SayAsync("who reads?");
        await bob.SeesAsync("who reads?");
        await Expect(ann.Message("who reads?").GetByTestId("message-state")).ToHaveAttributeAsync("data-read", "true");

        await ann.ChooseAsync("who reads?", "action-readers");

        await Expect(ann.Hook("receipts-read")).ToContainTextAsync("Bob");
        await Expect(ann.Hook("receipts-read").Locator("li")).ToHaveCountAsync(1);
        await Expect(ann.Hook("receipts-unread").Locator($"[data-user='{cy.Id}']")).ToContainTextAsync("Cy");
        MessagePart.AreCalm(ann, bob);
    }

    [Fact]
    public async Task Who_is_writing_is_said_until_the_message_comes()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await bob.JoinAsync(await ann.MakeRoomAsync("Writing"));
        await ann.SayAsync("awake");
        await bob.SeesAsync("awake");

        await bob.Hook("composer").PressSequentiallyAsync("I am");
        await Expect(ann.Hook("typing")).ToHaveTextAsync("Bob is typing…");
        await bob.Hook("composer").PressAsync("Enter");
        await ann.SeesAsync("I am");
        await Expect(ann.Hook("typing")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_divider_stays_while_the_room_is_open_and_the_pill_counts_what_comes_below()
    {
        var (_, writer) = await _cast.ComeAsync("Writer", new() { Platform = "bot" });
        var room = await Cast.PublicRoomAsync(writer);
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.JoinAsync(room);
        await SayAsync(writer, room, "read", 1, 30);
        await ann.SeesAsync("read 30");
        await ann.MakeRoomAsync("Elsewhere");
        await SayAsync(writer, room, "new", 1, 30);
        await Expect(ann.Room(room).GetByTestId("room-unread")).ToHaveTextAsync("30");

        await ann.GoAsync(room);
        var divider = ann.Hook("unread-line");
        await Expect(divider).ToBeInViewportAsync();
        await Expect(ann.Message("new 1")).ToBeInViewportAsync();
        await Expect(ann.Message("new 30")).Not.ToBeInViewportAsync();
        var place = await divider.TopAsync();

        await SayAsync(writer, room, "late", 1, 3);
        await Expect(ann.Hook("new-pill")).ToHaveTextAsync("3 new messages");
        Assert.InRange(Math.Abs(await divider.TopAsync() - place), 0, 2);
        await ann.Hook("new-pill").ClickAsync();
        await Expect(ann.Message("late 3")).ToBeInViewportAsync();
        await Expect(ann.Hook("new-pill")).ToHaveCountAsync(0);
        await ann.Message("new 2").ScrollIntoViewIfNeededAsync();
        await Expect(divider).ToHaveCountAsync(1);
        await Expect(ann.Room(room).GetByTestId("room-unread")).ToHaveCountAsync(0);
        MessagePart.AreCalm(ann);
    }

    [Fact]
    public async Task A_pill_leads_up_to_unread_messages_that_are_not_loaded()
    {
        var (_, writer) = await _cast.ComeAsync("Writer", new() { Platform = "bot" });
        var room = await Cast.PublicRoomAsync(writer);
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.JoinAsync(room);
        await SayAsync(writer, room, "read", 1, 5);
        await ann.SeesAsync("read 5");
        await ann.MakeRoomAsync("Elsewhere");
        await ann.Page.ReloadAsync();
        await SayAsync(writer, room, "new", 1, 150);
        await Expect(ann.Room(room).GetByTestId("room-unread")).ToHaveTextAsync("99+");

        await ann.GoAsync(room);
        await ann.SeesAsync("new 150");
        await Expect(ann.Hook("unread-pill")).ToHaveTextAsync("150 unread messages");
        await ann.Hook("unread-pill").ClickAsync();

        await Expect(ann.Hook("unread-line")).ToBeInViewportAsync();
        await Expect(ann.Message("new 1")).ToBeInViewportAsync();
        await Expect(ann.Hook("unread-pill")).ToBeHiddenAsync();
        MessagePart.AreCalm(ann);
    }

    [Fact]
    public async Task What_comes_in_is_read_out_and_what_one_scrolls_to_is_not()
    {
        var (_, writer) = await _cast.ComeAsync("Writer", new() { Platform = "bot" });
        var room = await Cast.PublicRoomAsync(writer);
        await SayAsync(writer, room, "old", 1, 80);
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.JoinAsync(room);
        await ann.SeesAsync("old 80");
        await Expect(ann.Hook("announcer")).ToBeEmptyAsync();

        await ann.Log.EvaluateAsync("log => { log.scrollTop = 0; }");
        await Expect(ann.Log).ToHaveAttributeAsync("data-first", "1");
        await Expect(ann.Hook("announcer")).ToBeEmptyAsync();
        await SayAsync(writer, room, "fresh", 1, 1);
        await Expect(ann.Hook("announcer")).ToHaveTextAsync("Writer: fresh 1");
        await Expect(ann.Hook("announcer")).ToHaveAttributeAsync("aria-live", "polite");
    }

    [Fact]
    public async Task Times_stand_at_the_first_of_a_group_and_come_at_the_others_when_one_points_there()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Groups");
        await ann.SayAsync("first");
        await ann.SayAsync("second");

        await Expect(ann.Message("first").Locator(".head time")).ToHaveTextAsync(new Regex("^\\d\\d:\\d\\d$"));
        await Expect(ann.Message("second").Locator("time")).ToHaveCountAsync(0);
        await ann.Message("second").HoverAsync();
        await Expect(ann.Message("second").Locator(".tools time")).ToHaveTextAsync(new Regex("^\\d\\d:\\d\\d$"));
        await Expect(ann.Hook("day-line")).ToHaveTextAsync("Today");
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => _cast.DisposeAsync().AsTask();

    private static async Task SayAsync(ChatClient writer, string room, string text, int from, int to)
    {
        for (var i = from; i <= to; i++)
        {
            Assert.Equal("ack", (await writer.SayAsync(room, $"{text}-{i}", $"{text} {i}")).Type);
        }
    }
}
