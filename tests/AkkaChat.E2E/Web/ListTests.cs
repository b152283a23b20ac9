using AkkaChat.E2E.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>The list of chats: what its lines say, in which order, and what one can do from it.</summary>
public sealed class ListTests(WebStage stage) : IClassFixture<WebStage>, IAsyncLifetime
{
    private readonly Cast _cast = new(stage.Server);

    [Fact]
    public async Task Newest_first_and_pinned_before_all()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (_, bob) = await BobAsync();
        var first = await ann.MakeRoomAsync("First");
        var second = await ann.MakeRoomAsync("Second");
        var third = await ann.MakeRoomAsync("Third");
        await OrderAsync(ann, third, second, first);

        await bob.AskAsync("room.join", new { room = second });
        await bob.SayAsync(second, "k-1", "up you go");
        await OrderAsync(ann, second, third, first);
        await ann.ChooseForRoomAsync(first, "room-pin");
        await OrderAsync(ann, first, second, third);

        await ann.Page.ReloadAsync();
        await OrderAsync(ann, first, second, third);
        await ann.ChooseForRoomAsync(first, "room-pin");
        await OrderAsync(ann, second, third, first);
    }

    [Fact]
    public async Task A_silenced_chat_counts_but_not_in_the_title()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (_, bob) = await BobAsync();
        var loud = await ann.MakeRoomAsync("Loud");
        await ann.MakeRoomAsync("On screen");
        await bob.AskAsync("room.join", new { room = loud });
        await ann.ChooseForRoomAsync(loud, "room-silence");
        await Expect(ann.Room(loud).GetByTitle("Silenced")).ToBeVisibleAsync();

        await bob.SayAsync(loud, "k-1", "hello?");

        await Expect(ann.Room(loud).GetByTestId("room-unread")).ToHaveTextAsync("1");
        await Expect(ann.Page).ToHaveTitleAsync("AkkaChat");
        await ann.ChooseForRoomAsync(loud, "room-silence");
        await Expect(ann.Page).ToHaveTitleAsync("(1) AkkaChat");
        await ann.ChooseForRoomAsync(loud, "room-seen");
        await Expect(ann.Page).ToHaveTitleAsync("AkkaChat");
        await Expect(ann.Room(loud).GetByTestId("room-unread")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_line_says_who_said_what_and_counts_to_99()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var me = await ann.UserIdAsync();
        var (_, bob) = await BobAsync();
        var room = await ann.MakeRoomAsync("Busy");
        await ann.MakeRoomAsync("On screen");
        await bob.AskAsync("room.join", new { room });
        var line = ann.Room(room);

        await bob.AskAsync("send", new
        {
            room,
            clientMsgId = "k-photo",
            content = new { kind = "image", url = "https://example.org/a.png", width = 4, height = 3 },
        });
        await Expect(line).ToContainTextAsync("Bob: Photo");
        await Expect(line.GetByTestId("room-mention")).ToHaveCountAsync(0);
        await bob.AskAsync("send", new
        {
            room,
            clientMsgId = "k-mention",
            content = new { kind = "text", text = "look @Ann <b>here</b>" },
            mentions = new[] { me },
        });
        await Expect(line).ToContainTextAsync("Bob: look @Ann <b>here</b>");
        await Expect(line.GetByTestId("room-mention")).ToBeVisibleAsync();
        for (var i = 0; i < 98; i++)
        {
            await bob.SayAsync(room, $"k-{i}", $"line {i}");
        }

        await Expect(line.GetByTestId("room-unread")).ToHaveTextAsync("99+");
        await ann.GoAsync(room);
        await Expect(ann.Hook("unread-line")).ToBeInViewportAsync();
        await ann.Log.EvaluateAsync("log => { log.scrollTop = log.scrollHeight; }");
        await ann.SeesAsync("line 97");
        await Expect(line.GetByTestId("room-unread")).ToHaveCountAsync(0);
        await Expect(line.GetByTestId("room-mention")).ToHaveCountAsync(0);
        Assert.Empty(ann.Alarms);
    }

    [Fact]
    public async Task A_line_says_who_is_typing()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (_, bob) = await BobAsync();
        var room = await ann.MakeRoomAsync("Slow writers");
        await bob.AskAsync("room.join", new { room });
        await bob.SayAsync(room, "k-1", "so far");
        await Expect(ann.Room(room)).ToContainTextAsync("so far");

        await bob.SendAsync($$"""{"type":"typing","room":"{{room}}"}""");
        await Expect(ann.Room(room)).ToContainTextAsync("Bob is typing");

        await bob.SayAsync(room, "k-2", "and done");
        await Expect(ann.Room(room)).ToContainTextAsync("Bob: and done");
    }

    [Fact]
    public async Task The_dot_says_whether_the_other_person_is_there()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (guest, bob) = await BobAsync();
        var direct = (await bob.AskAsync("dm.open", new { user = await ann.UserIdAsync() })).Room!;
        var dot = ann.Room(direct).GetByTestId("presence");
        await Expect(dot).ToHaveAttributeAsync("data-state", "online");

        await bob.CloseAsync();
        await Expect(dot).ToHaveCountAsync(0);

        await _cast.ConnectAsync(guest);
        await Expect(dot).ToHaveAttributeAsync("data-state", "online");
    }

    [Fact]
    public async Task Keys_go_along_the_list_and_from_chat_to_chat()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var first = await ann.MakeRoomAsync("First");
        var second = await ann.MakeRoomAsync("Second");

        await ann.Page.Keyboard.PressAsync("Control+k");
        await Expect(ann.Hook("search")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(ann.Room(second)).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(ann.Room(first)).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.Hook("chat-title")).ToHaveTextAsync("First");
        await ann.Page.Keyboard.PressAsync("Alt+ArrowUp");
        await Expect(ann.Hook("chat-title")).ToHaveTextAsync("Second");

        await ann.Room(first).FocusAsync();
        await ann.Page.Keyboard.PressAsync("Shift+F10");
        await Expect(ann.Hook("room-pin")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Hook("room-pin")).ToHaveCountAsync(0);
        await Expect(ann.Room(first)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Whoever_leaves_from_the_list_is_asked_once()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var room = await ann.MakeRoomAsync("Short visit");

        await ann.ChooseForRoomAsync(room, "room-leave");
        await Expect(ann.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Short visit");
        await ann.ConfirmAsync();

        await Expect(ann.Room(room)).ToHaveCountAsync(0);
        await Expect(ann.Hook("toast")).ToContainTextAsync("Short visit");
        await Expect(ann.Hook("join-lobby")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Somebody_is_found_by_name_or_by_id()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (guest, bob) = await BobAsync();
        var stranger = await _cast.GuestAsync("Stranger");
        await bob.AskAsync("room.join", new { room = await ann.MakeRoomAsync("Where they met") });

        await ann.AddAsync("new-direct");
        await ann.Hook("people-search").FillAsync("bo");
        await ann.Page.Locator($"[data-testid=people-item][data-user='{guest.Id}']").ClickAsync();
        await Expect(ann.Hook("chat-title")).ToHaveTextAsync("Bob");

        await ann.AddAsync("new-direct");
        await ann.Hook("people-search").FillAsync(stranger.Id);
        await ann.Hook("people-by-id").ClickAsync();
        await ann.Hook("people-item").ClickAsync();
        await Expect(ann.Hook("chat-title")).ToHaveTextAsync("Stranger");
    }

    [Fact]
    public async Task A_group_is_made_with_people_in_it()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (guest, bob) = await BobAsync();
        await bob.AskAsync("room.join", new { room = await ann.MakeRoomAsync("Where they met") });

        await ann.AddAsync("new-room");
        await ann.Hook("new-room-name").FillAsync("Just the two");
        await ann.Hook("new-room-public").UncheckAsync();
        await ann.Hook("new-room-people").ClickAsync();
        await ann.Page.Locator($"[data-testid=people-item][data-user='{guest.Id}']").ClickAsync();
        await ann.Hook("new-room-submit").ClickAsync();
        await Expect(ann.Hook("chat-title")).ToHaveTextAsync("Just the two");

        var room = ann.RoomOnScreen();
        await bob.WaitForAsync(push => push.Type == "room" && push.Room == room, "the new room");
        Assert.Equal("invite", (await bob.AskAsync("room.get", new { room })).Text("room", "joinRule"));
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => _cast.DisposeAsync().AsTask();

    private Task<(Guest Guest, ChatClient Client)> BobAsync() => _cast.ComeAsync("Bob");

    private static async Task OrderAsync(ChatPage page, params string[] rooms)
    {
        for (var i = 0; i < rooms.Length; i++)
        {
            await Expect(page.Hook("room-item").Nth(i)).ToHaveAttributeAsync("data-room", rooms[i]);
        }
    }
}
