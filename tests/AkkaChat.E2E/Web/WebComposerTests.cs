using System.Text.RegularExpressions;
using AkkaChat.E2E.Harness;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>What one may write in the browser, and what happens to what one has begun.</summary>
public sealed class WebComposerTests(WebStage stage) : IClassFixture<WebStage>, IAsyncLifetime
{
    private readonly Cast _cast = new(stage.Server);

    [Fact]
    public async Task What_was_begun_waits_in_its_room_and_survives_a_reload()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var first = await ann.MakeRoomAsync("First");
        await ann.Hook("composer").FillAsync("half a thou");
        await ann.MakeRoomAsync("Second");
        await Expect(ann.Hook("composer")).ToHaveValueAsync("");
        await ann.Hook("composer").FillAsync("another");

        await ann.GoAsync(first);
        await Expect(ann.Hook("composer")).ToHaveValueAsync("half a thou");
        await ann.Page.ReloadAsync();
        await Expect(ann.Hook("composer")).ToHaveValueAsync("half a thou");
    }

    [Fact]
    public async Task Enter_sends_or_breaks_the_line_as_one_chose()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Enter");
        var composer = ann.Hook("composer");
        await composer.PressSequentiallyAsync("one");
        await composer.PressAsync("Shift+Enter");
        await composer.PressSequentiallyAsync("two");
        await composer.PressAsync("Enter");
        await Expect(ann.Hook("message-text").Last).ToHaveTextAsync(new Regex("one\\s+two"));

        await ann.Hook("settings").ClickAsync();
        await ann.Hook("settings-enter").ClickAsync();
        await ann.Hook("dialog-close").ClickAsync();
        await composer.PressSequentiallyAsync("three");
        await composer.PressAsync("Enter");
        await composer.PressSequentiallyAsync("four");
        await Expect(composer).ToHaveValueAsync("three\nfour");
        await composer.PressAsync("Control+Enter");
        await Expect(ann.Messages).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task It_grows_to_five_lines_and_counts_near_the_limit()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Long");
        var composer = ann.Hook("composer");
        var one = (await composer.BoundingBoxAsync())!.Height;
        await composer.FillAsync("1\n2\n3\n4\n5");
        var five = (await composer.BoundingBoxAsync())!.Height;
        await composer.FillAsync(string.Join('\n', Enumerable.Range(1, 40)));
        Assert.Equal(five, (await composer.BoundingBoxAsync())!.Height, 1.0);
        Assert.Equal(4 * 24, five - one, 1.0);
        await Expect(ann.Hook("counter")).ToBeHiddenAsync();

        await composer.FillAsync(new string('x', 4_990));
        await Expect(ann.Hook("counter")).ToHaveTextAsync("10 characters left");
        await composer.FillAsync(new string('x', 5_001));
        await Expect(ann.Hook("counter")).ToHaveTextAsync("1 character too many");
        await Expect(ann.Hook("send")).ToBeDisabledAsync();
        await composer.PressAsync("Enter");
        await Expect(ann.Messages).ToHaveCountAsync(0);
        await composer.FillAsync(new string('x', 5_000));
        await composer.PressAsync("Enter");
        await ann.StoredAsync(ann.Messages);
    }

    [Fact]
    public async Task Who_is_muted_is_told_until_when()
    {
        var (owner, room) = await OwnedAsync();
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var id = await ann.UserIdAsync();
        await ann.JoinAsync(room);

        await owner.AskAsync("room.mute", new { room, user = id, forMs = 3_600_000 });
        await Expect(ann.Hook("compose-closed")).ToHaveTextAsync(new Regex("^You are muted until \\d\\d:\\d\\d\\.$"));
        await Expect(ann.Hook("composer")).ToBeHiddenAsync();
        await owner.AskAsync("room.mute", new { room, user = id, forMs = 0 });
        await Expect(ann.Hook("composer")).ToBeVisibleAsync();
        await owner.AskAsync("room.mute", new { room, user = id, forMs = 1_500 });
        await Expect(ann.Hook("compose-closed")).ToBeVisibleAsync();
        await Expect(ann.Hook("composer")).ToBeVisibleAsync(); // when the time is over
        await ann.SayAsync("free again");
        MessagePart.AreCalm(ann);
    }

    [Fact]
    public async Task In_a_silent_room_only_those_who_run_it_speak()
    {
        var (owner, room) = await OwnedAsync();
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var id = await ann.UserIdAsync();
        await ann.JoinAsync(room);

        await owner.AskAsync("room.muteAll", new { room, on = true });
        await Expect(ann.Hook("compose-closed")).ToHaveAttributeAsync("data-state", "mutedAll");
        await owner.SayAsync(room, "c-1", "listen");
        await ann.Message("listen").HoverAsync();
        await ann.Message("listen").GetByTestId("message-menu").ClickAsync();
        await Expect(ann.Hook("action-reply")).ToHaveCountAsync(0);
        await ann.Page.Keyboard.PressAsync("Escape");
        await owner.AskAsync("room.role", new { room, user = id, role = "admin" });
        await Expect(ann.Hook("composer")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_broadcast_that_is_silent_says_that_its_hosts_speak()
    {
        var (_, host) = await _cast.ComeAsync("Host", new() { Platform = "bot" });
        var made = await host.AskAsync("room.create", new { name = "Live", kind = "broadcast" });
        var room = made.Text("room", "id")!;
        await host.AskAsync("room.muteAll", new { room, on = true });
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");

        await ann.AddAsync("join-room");
        await ann.Hook("join-room-id").FillAsync(room);
        await ann.Hook("join-room-submit").ClickAsync();

        await Expect(ann.Hook("compose-closed")).ToHaveTextAsync("Only the hosts speak here.");
        await host.SayAsync(room, "c-1", "welcome");
        await ann.SeesAsync("welcome");
    }

    [Fact]
    public async Task Slow_mode_counts_down()
    {
        var (owner, room) = await OwnedAsync();
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.JoinAsync(room);
        await owner.AskAsync("room.update", new { room, slowModeMs = 3_000 });
        await Expect(ann.Hook("note").Last).ToContainTextAsync("slow mode");

        await ann.SayAsync("first");
        await Expect(ann.Hook("slow-wait")).ToHaveTextAsync(new Regex("^[123]$"));
        await ann.Hook("composer").FillAsync("second");
        await Expect(ann.Hook("send")).ToBeDisabledAsync();
        await Expect(ann.Hook("send")).ToBeEnabledAsync();
        await ann.Hook("send").ClickAsync();
        await ann.StoredAsync(ann.Message("second"));
    }

    [Fact]
    public async Task Whom_the_other_one_has_blocked_is_told_when_writing()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (bob, client) = await _cast.ComeAsync("Bob", new() { Platform = "bot" });
        var opened = await client.AskAsync("dm.open", new { user = await ann.UserIdAsync() });
        var room = opened.Text("room", "id")!;
        await client.SayAsync(room, "c-1", $"hello from {bob.Name}");
        await ann.GoAsync(room);
        await ann.SayAsync("hello");
        await client.AskAsync("user.block", new { user = await ann.UserIdAsync() });

        await ann.WriteAsync("are you there?");

        await Expect(ann.Message("are you there?")).ToHaveAttributeAsync("data-state", "failed");
        await Expect(ann.Message("are you there?")).ToContainTextAsync("doesn’t take messages from you");
        await client.AskAsync("user.unblock", new { user = await ann.UserIdAsync() });
        await ann.Message("are you there?").GetByTestId("message-retry").ClickAsync();
        await ann.StoredAsync(ann.Message("are you there?"));
    }

    [Theory]
    [InlineData("room.dissolve", "dissolved")]
    [InlineData("room.ban", "banned")]
    [InlineData("room.remove", "removed")]
    public async Task Who_is_out_of_a_room_is_told_why(string request, string reason)
    {
        var (owner, room) = await OwnedAsync();
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var user = await ann.UserIdAsync();
        await ann.JoinAsync(room);
        await owner.SayAsync(room, "c-1", "good-bye");
        await ann.SeesAsync("good-bye");

        await owner.AskAsync(request, reason == "dissolved" ? new { room } : new { room, user });

        await Expect(ann.Hook("gone")).ToHaveAttributeAsync("data-reason", reason);
        await Expect(ann.Hook("composer")).ToHaveCountAsync(0);
        if (reason == "removed")
        {
            await ann.Hook("gone-join").ClickAsync();
            await ann.SeesAsync("good-bye");
            await ann.SayAsync("back again");
        }

        MessagePart.AreCalm(ann);
    }

    [Fact]
    public async Task An_announcement_stands_above_until_one_closes_it()
    {
        var (owner, room) = await OwnedAsync();
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.JoinAsync(room);
        await Expect(ann.Hook("announcement")).ToBeHiddenAsync();

        await owner.AskAsync("room.update", new { room, announcement = "Tea at five <i>sharp</i>" });
        await Expect(ann.Hook("announcement")).ToContainTextAsync("Tea at five <i>sharp</i>");
        await ann.Hook("announcement-close").ClickAsync();
        await Expect(ann.Hook("announcement")).ToBeHiddenAsync();
        await ann.Page.ReloadAsync();
        await Expect(ann.Hook("composer")).ToBeVisibleAsync();
        await Expect(ann.Hook("announcement")).ToBeHiddenAsync();
        await owner.AskAsync("room.update", new { room, announcement = "Tea at six" });
        await Expect(ann.Hook("announcement")).ToContainTextAsync("Tea at six");
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => _cast.DisposeAsync().AsTask();

    private async Task<(ChatClient Owner, string Room)> OwnedAsync()
    {
        var (_, owner) = await _cast.ComeAsync("Owner", new() { Platform = "bot" });
        return (owner, await Cast.PublicRoomAsync(owner));
    }
}
