using System.Text.RegularExpressions;
using AkkaChat.E2E.Harness;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>What is done with messages in the browser: answering, reacting, mentioning, forwarding, changing.</summary>
public sealed class WebMessageTests(WebStage stage) : IClassFixture<WebStage>, IAsyncLifetime
{
    private readonly Cast _cast = new(stage.Server);

    [Fact]
    public async Task An_answer_carries_a_bar_that_leads_to_its_origin()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await bob.JoinAsync(await ann.MakeRoomAsync("Answers"));
        await ann.SayAsync("the origin");
        for (var i = 1; i <= 30; i++)
        {
            await ann.SayAsync($"between {i}");
        }

        await bob.Message("the origin").ScrollIntoViewIfNeededAsync();
        await bob.ChooseAsync("the origin", "action-reply");
        await Expect(bob.Hook("compose-note")).ToContainTextAsync("the origin");
        await bob.SayAsync("the answer");

        var quote = ann.Message("the answer").GetByTestId("quote");
        await Expect(quote).ToHaveTextAsync(new Regex("You.*the origin"));
        await Expect(ann.Message("the origin")).Not.ToBeInViewportAsync();
        await quote.ClickAsync();
        await Expect(ann.Message("the origin")).ToBeInViewportAsync();
        await Expect(ann.Message("the origin")).ToBeFocusedAsync();
        MessagePart.AreCalm(ann, bob);
    }

    [Fact]
    public async Task An_address_in_a_text_is_a_link_and_nothing_else_is()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Links");
        await ann.SayAsync("see (https://example.org/a?b=1#c), not javascript:alert(1) or ftp://example.org");

        var links = ann.Hook("message-text").Locator("a");
        await Expect(links).ToHaveCountAsync(1);
        await Expect(links).ToHaveTextAsync("https://example.org/a?b=1#c");
        await Expect(links).ToHaveAttributeAsync("href", "https://example.org/a?b=1#c");
        await Expect(links).ToHaveAttributeAsync("target", "_blank");
        await Expect(links).ToHaveAttributeAsync("rel", new Regex("noopener"));
        MessagePart.AreCalm(ann);
    }

    [Fact]
    public async Task A_quote_of_what_was_changed_or_recalled_says_so()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Quoted");
        await ann.SayAsync("frist");
        await ann.ChooseAsync("frist", "action-reply");
        await ann.SayAsync("about it");

        await ann.ChooseAsync("frist", "action-edit");
        await ann.WriteAsync("first");
        await Expect(ann.Message("about it").GetByTestId("quote")).ToContainTextAsync("first");
        await ann.ChooseAsync("first", "action-recall");
        await Expect(ann.Message("about it").GetByTestId("quote")).ToContainTextAsync("recalled");
    }

    [Fact]
    public async Task Reactions_are_counted_and_taken_back()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await bob.JoinAsync(await ann.MakeRoomAsync("Reactions"));
        await ann.SayAsync("what do you think?");

        await bob.OpenMenuAsync(bob.Message("what do you think?"));
        await bob.Page.Locator("[data-testid=quick-reaction][data-emoji='👍']").ClickAsync();
        await Expect(ann.Reaction("what do you think?", "👍")).ToContainTextAsync("1");
        await ann.Reaction("what do you think?", "👍").ClickAsync();
        await Expect(bob.Reaction("what do you think?", "👍")).ToContainTextAsync("2");
        await Expect(ann.Reaction("what do you think?", "👍")).ToHaveAttributeAsync("aria-pressed", "true");

        await ann.Reaction("what do you think?", "👍").ClickAsync();
        await Expect(bob.Reaction("what do you think?", "👍")).ToContainTextAsync("1");
        await bob.Reaction("what do you think?", "👍").ClickAsync();
        await Expect(ann.Reaction("what do you think?", "👍")).ToHaveCountAsync(0);
        MessagePart.AreCalm(ann, bob);
    }

    [Fact]
    public async Task The_picker_finds_emoji_in_both_languages_and_remembers_them()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Emoji");
        await ann.SayAsync("react to me");

        await ann.Message("react to me").HoverAsync();
        await ann.Message("react to me").GetByTestId("message-react").ClickAsync();
        await ann.Hook("emoji-search").FillAsync("sunfl");
        await ann.Hook("emoji-search").PressAsync("Enter");
        await Expect(ann.Reaction("react to me", "🌻")).ToBeVisibleAsync();

        await ann.Hook("emoji-open").ClickAsync();
        await Expect(ann.Hook("emoji-picker").Locator("[data-kind=recent]")).ToContainTextAsync("🌻");
        await ann.Hook("emoji-search").FillAsync("干杯");
        await ann.Hook("emoji-search").PressAsync("ArrowDown");
        await ann.Page.Keyboard.PressAsync("ArrowRight");
        await ann.Page.Keyboard.PressAsync("Enter");
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Hook("emoji-picker")).ToHaveCountAsync(0);
        await Expect(ann.Hook("composer")).ToHaveValueAsync("🥂");
        await Expect(ann.Hook("composer")).ToBeFocusedAsync();
        await ann.Hook("composer").PressAsync("Enter");
        await Expect(ann.Messages.Last.Locator(".bubble.emoji.few")).ToBeVisibleAsync();
        MessagePart.AreCalm(ann);
    }

    [Fact]
    public async Task Who_is_mentioned_is_completed_and_told()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob Bracket");
        await using var cy = await ChatPage.SignInAsync(stage, "Cy");
        var room = await ann.MakeRoomAsync("Mentions");
        await bob.JoinAsync(room);
        await cy.JoinAsync(room);

        await ann.Hook("composer").PressSequentiallyAsync("hello @bo");
        await Expect(ann.Hook("mention-option")).ToContainTextAsync("Bob Bracket");
        await ann.Hook("composer").PressAsync("Enter");
        await Expect(ann.Hook("composer")).ToHaveValueAsync("hello @Bob Bracket ");
        await ann.Hook("composer").PressAsync("Enter");
        await Expect(bob.Message("hello @Bob Bracket").Locator(".mention.own")).ToHaveTextAsync("@Bob Bracket");
        await Expect(cy.Message("hello @Bob Bracket").Locator(".mention")).Not.ToHaveClassAsync(new Regex("own"));

        await ann.Hook("composer").PressSequentiallyAsync("@al");
        await Expect(ann.Hook("mention-option").First).ToContainTextAsync("all");
        await ann.Hook("composer").PressAsync("Tab");
        await ann.Hook("composer").PressSequentiallyAsync("lunch");
        await ann.Hook("composer").PressAsync("Enter");
        await Expect(cy.Message("@all lunch").Locator(".mention.own")).ToBeVisibleAsync();
        await Expect(ann.Message("@all lunch")).ToHaveAttributeAsync("data-state", "sent");

        await bob.Hook("composer").PressSequentiallyAsync("@al");
        await Expect(bob.Hook("mention-list")).ToBeHiddenAsync();
        MessagePart.AreCalm(ann, bob, cy);
    }

    [Fact]
    public async Task Several_messages_are_forwarded_into_several_rooms()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        var second = await ann.MakeRoomAsync("Second room");
        var third = await ann.MakeRoomAsync("Third room");
        var first = await ann.MakeRoomAsync("First room");
        await bob.JoinAsync(second);
        await bob.JoinAsync(first);
        await bob.SayAsync("one");
        await bob.SayAsync("two");
        await bob.SayAsync("three");

        await ann.ChooseAsync("one", "action-select");
        await ann.Message("three").ClickAsync();
        await Expect(ann.Hook("selection-bar")).ToContainTextAsync("2 selected");
        await ann.Hook("selection-forward").ClickAsync();
        foreach (var room in new[] { second, third })
        {
            await ann.Page.Locator($"[data-testid=forward-room][data-room='{room}']").ClickAsync();
        }

        await ann.Hook("forward-submit").ClickAsync();
        await Expect(ann.Hook("selection-bar")).ToBeHiddenAsync();

        await bob.GoAsync(second);
        await ann.GoAsync(third);
        foreach (var page in new[] { ann, bob })
        {
            await page.SeesAsync("three");
            await Expect(page.Hook("message-text")).ToHaveTextAsync(["one", "three"]);
        }

        await Expect(ann.Message("one").Locator(".forwarded")).ToHaveTextAsync("Forwarded from Bob");
        MessagePart.AreCalm(ann, bob);
    }

    [Fact]
    public async Task A_message_is_copied_as_it_was_written()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await ann.MakeRoomAsync("Copies");
        await ann.SayAsync("take <b>this</b>");

        await ann.ChooseAsync("take <b>this</b>", "action-copy");

        await Expect(ann.Hook("toast")).ToBeVisibleAsync();
        Assert.Equal("take <b>this</b>", await ann.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task A_recalled_message_can_be_taken_up_again_by_its_author_only()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await bob.JoinAsync(await ann.MakeRoomAsync("Again"));
        await ann.SayAsync("not quite rihgt");
        await bob.SeesAsync("not quite rihgt");

        await ann.ChooseAsync("not quite rihgt", "action-recall");

        await Expect(bob.Messages.Last).ToHaveTextAsync("Ann recalled a message");
        await Expect(bob.Hook("message-again")).ToHaveCountAsync(0);
        await ann.Hook("message-again").ClickAsync();
        await Expect(ann.Hook("composer")).ToHaveValueAsync("not quite rihgt");
    }

    [Fact]
    public async Task An_edit_that_comes_second_is_told_and_asked_about()
    {
        var (guest, elsewhere) = await _cast.ComeAsync("Ann", new() { Platform = "desktop" });
        var room = await Cast.PublicRoomAsync(elsewhere);
        var said = await elsewhere.SayAsync(room, "c-1", "first");
        await using var ann = await ChatPage.OpenAsync(stage, script: WebSession.Of(guest), path: $"#/r/{room}");
        await ann.ChooseAsync("first", "action-edit");
        await elsewhere.AskAsync("edit", new { room, target = said.Seq, version = 1, content = new { kind = "text", text = "second" } });
        await ann.SeesAsync("second");

        await ann.WriteAsync("third");
        await Expect(ann.Hook("compose-conflict")).ToContainTextAsync("second");
        await Expect(ann.Hook("composer")).ToHaveValueAsync("third");
        await ann.Hook("conflict-keep").ClickAsync();

        await ann.SeesAsync("third");
        await Expect(ann.Hook("compose-conflict")).ToHaveCountAsync(0);
        await Expect(ann.Message("third")).ToContainTextAsync("edited");
        MessagePart.AreCalm(ann);
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Keys");
        await ann.SayAsync("older");
        await ann.SayAsync("newer");

        await ann.Log.FocusAsync();
        await ann.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(ann.Message("newer")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(ann.Message("older")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.Hook("action-reply")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Message("older")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Enter");
        await ann.Page.Keyboard.PressAsync("ArrowUp");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.Reaction("older", "👍")).ToBeVisibleAsync();

        await ann.Hook("composer").FocusAsync();
        await ann.Hook("composer").PressAsync("ArrowUp");
        await Expect(ann.Hook("composer")).ToHaveValueAsync("newer");
        await ann.Hook("composer").PressAsync("Escape");
        await Expect(ann.Hook("composer")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Kinds_that_others_send_are_shown_or_said_not_to_be()
    {
        var (_, bot) = await _cast.ComeAsync("Bot", new() { Platform = "bot" });
        var room = await Cast.PublicRoomAsync(bot);
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.JoinAsync(room);

        await SendAsync("k-1", new { kind = "location", lat = 48.13743, lng = 11.57549, name = "Marienplatz", address = "München" });
        await SendAsync("k-2", new { kind = "custom", data = new { title = "A poll", text = "Tea or <b>coffee</b>?" } });
        await SendAsync("k-3", new { kind = "hologram", depth = 3 });
        await SendAsync("k-4", new { kind = "image", url = "https://tracker.invalid/pixel.png", width = 10, height = 10 });
        await SendAsync("k-5", new { kind = "file", url = "javascript:alert(1)", name = "run me" });

        await Expect(ann.Hook("location")).ToContainTextAsync("Marienplatz");
        await Expect(ann.Hook("location")).ToHaveAttributeAsync("href", new Regex("^https://www\\.openstreetmap\\.org/\\?mlat=48\\.13743"));
        await Expect(ann.Hook("custom")).ToContainTextAsync("Tea or <b>coffee</b>?");
        await Expect(ann.Hook("unsupported")).ToContainTextAsync("hologram");
        await Expect(ann.Messages.Nth(3).Locator("a.card")).ToHaveAttributeAsync("href", "https://tracker.invalid/pixel.png");
        await Expect(ann.Messages.Nth(4)).ToContainTextAsync("run me");
        Assert.Equal(0, await ann.Log.Locator("img, a[href^='javascript']").CountAsync());
        MessagePart.AreCalm(ann);

        async Task SendAsync(string clientMsgId, object content) =>
            Assert.Equal("ack", (await bot.AskAsync("send", new { room, clientMsgId, content })).Type);
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => _cast.DisposeAsync().AsTask();
}
