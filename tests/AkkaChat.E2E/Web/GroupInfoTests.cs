using AkkaChat.E2E.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>The info of a group: what it shows, and what owners, admins and members may do there.</summary>
public sealed class GroupInfoTests(WebStage stage) : IClassFixture<WebStage>, IAsyncLifetime
{
    private readonly Cast _cast = new(stage.Server);

    [Fact]
    public async Task Name_announcement_and_picture_reach_everybody()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        var room = await ann.MakeRoomAsync("Old name");
        await bob.JoinAsync(room);
        await bob.OpenInfoAsync();
        await ann.OpenInfoAsync();

        await ann.Hook("info-rename").ClickAsync();
        await ann.Hook("info-name-input").FillAsync("New name");
        await ann.Hook("info-name-submit").ClickAsync();
        await ann.Hook("info-announce").ClickAsync();
        await ann.Hook("info-announcement-input").FillAsync("Bring <b>tea</b>: https://example.org/tea");
        await ann.Hook("info-announcement-submit").ClickAsync();
        await ann.Hook("avatar-file").SetInputFilesAsync(new FilePayload
        {
            Name = "dot.png",
            MimeType = "image/png",
            Buffer = Uploader.Picture,
        });

        foreach (var page in new[] { ann, bob })
        {
            await Expect(page.Hook("info-name")).ToHaveTextAsync("New name");
            await Expect(page.Hook("chat-title")).ToHaveTextAsync("New name");
            await Expect(page.Hook("info-announcement")).ToHaveTextAsync("Bring <b>tea</b>: https://example.org/tea");
            await Expect(page.Hook("info-announcement").Locator("a")).ToHaveAttributeAsync("href", "https://example.org/tea");
            await Expect(page.Hook("info").Locator(".avatar.huge img")).ToHaveJSPropertyAsync("complete", true);
            await Expect(page.Room(room).Locator("img")).ToHaveCountAsync(1);
            Assert.True(await page.Room(room).Locator("img").EvaluateAsync<int>("image => image.naturalWidth") > 0);
        }

        await ann.Hook("avatar-remove").ClickAsync();
        await Expect(bob.Room(room).Locator("img")).ToHaveCountAsync(0);
        Assert.Empty(ann.Alarms);
        Assert.Empty(bob.Alarms);
    }

    [Fact]
    public async Task Roles_go_up_and_down_and_the_group_changes_hands()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        var (annId, bobId) = (await ann.UserIdAsync(), await bob.UserIdAsync());
        var room = await ann.MakeRoomAsync("Roles");
        await bob.JoinAsync(room);
        await ann.OpenInfoAsync();
        await bob.OpenInfoAsync();
        await Expect(ann.Member(annId)).ToHaveAttributeAsync("data-role", "owner");
        await Expect(bob.Hook("rules-join")).ToHaveCountAsync(0);
        await Expect(bob.Hook("info-rename")).ToHaveCountAsync(0);

        await ann.ChooseForMemberAsync(bobId, "member-promote");
        await Expect(ann.Member(bobId)).ToHaveAttributeAsync("data-role", "admin");
        await Expect(bob.Hook("rules-join")).ToBeVisibleAsync();
        await Expect(bob.Hook("room-dissolve")).ToHaveCountAsync(0);
        await ann.ChooseForMemberAsync(bobId, "member-demote");
        await Expect(bob.Hook("rules-join")).ToHaveCountAsync(0);

        await ann.ChooseForMemberAsync(bobId, "member-transfer");
        await Expect(ann.Page.GetByRole(AriaRole.Dialog).Last).ToContainTextAsync("Bob");
        await ann.ConfirmAsync();
        await Expect(bob.Member(bobId)).ToHaveAttributeAsync("data-role", "owner");
        await Expect(bob.Member(annId)).ToHaveAttributeAsync("data-role", "admin");
        await Expect(bob.Hook("room-dissolve")).ToBeVisibleAsync();
        await Expect(ann.Hook("room-dissolve")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Muting_one_and_muting_all()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (guest, bob) = await _cast.ComeAsync("Bob");
        var room = await ann.MakeRoomAsync("Quiet please");
        await bob.AskAsync("room.join", new { room });
        await ann.OpenInfoAsync();

        await ann.ChooseForMemberAsync(guest.Id, "member-mute");
        await ann.Hook("mute-3600000").ClickAsync();
        await Expect(ann.Member(guest.Id).GetByTestId("member-muted")).ToBeVisibleAsync();
        Assert.Equal("muted", (await bob.SayAsync(room, "k-1", "psst")).Code);
        await ann.ChooseForMemberAsync(guest.Id, "member-unmute");
        await Expect(ann.Member(guest.Id).GetByTestId("member-muted")).ToHaveCountAsync(0);
        Assert.Equal("ack", (await bob.SayAsync(room, "k-2", "thanks")).Type);

        await ann.Hook("rules-mute-all").ClickAsync();
        await bob.WaitForAsync(push => push.Kind == "room" && push.Flag("value", "muteAll"), "the whole room muted");
        await Expect(ann.Hook("rules-mute-all")).ToHaveAttributeAsync("aria-checked", "true");
        Assert.Equal("muted", (await bob.SayAsync(room, "k-3", "again?")).Code);
    }

    [Fact]
    public async Task Removed_banned_and_let_back_in()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        var bobId = await bob.UserIdAsync();
        var room = await ann.MakeRoomAsync("Doors");
        await bob.JoinAsync(room);
        await ann.OpenInfoAsync();

        await ann.ChooseForMemberAsync(bobId, "member-remove");
        await ann.ConfirmAsync();
        await Expect(bob.Room(room)).ToHaveCountAsync(0);
        await Expect(ann.Member(bobId)).ToHaveCountAsync(0);
        await bob.JoinAsync(room);

        await ann.ChooseForMemberAsync(bobId, "member-ban");
        await ann.ConfirmAsync();
        await Expect(bob.Room(room)).ToHaveCountAsync(0);
        await bob.AddAsync("join-room");
        await bob.Hook("join-room-id").FillAsync(room);
        await bob.Hook("join-room-submit").ClickAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("banned");
        await bob.Hook("dialog-close").ClickAsync();

        await ann.Hook("rules-bans").ClickAsync();
        await Expect(ann.Hook("ban-item")).ToContainTextAsync("Bob");
        await ann.Hook("ban-lift").ClickAsync();
        await Expect(ann.Page.GetByText("Nobody is banned.")).ToBeVisibleAsync();
        await ann.Hook("dialog-close").ClickAsync();
        await bob.JoinAsync(room);
    }

    [Fact]
    public async Task Rules_are_kept_by_the_server()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (_, bob) = await _cast.ComeAsync("Bob");
        var room = await ann.MakeRoomAsync("Rules");
        await bob.AskAsync("room.join", new { room });
        await ann.OpenInfoAsync();

        await ann.Hook("rules-slow").SelectOptionAsync("3600000");
        await ann.Hook("rules-join").SelectOptionAsync("invite");
        await ann.Hook("rules-public").ClickAsync();

        await bob.WaitForAsync(push => push.Kind == "room" && push.Has("value", "public"), "the last of the rules");
        var told = await bob.AskAsync("room.get", new { room });
        Assert.Equal(3_600_000, told.Number("room", "slowModeMs"));
        Assert.Equal("invite", told.Text("room", "joinRule"));
        Assert.False(told.Flag("room", "public"));
        await Expect(ann.Hook("invite-link")).ToHaveCountAsync(0);
        await Expect(ann.Hook("rules-slow")).ToHaveValueAsync("3600000");
    }

    [Fact]
    public async Task People_are_invited_and_found_among_the_members()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (_, bob) = await _cast.ComeAsync("Bob");
        var guests = await Task.WhenAll(Enumerable.Range(1, 10).Select(i => _cast.GuestAsync($"Guest {i:00}")));
        await bob.AskAsync("room.create", new
        {
            name = "Where they met",
            kind = "group",
            members = guests.Select(guest => guest.Id).Append(await ann.UserIdAsync()),
        });
        await ann.MakeRoomAsync("Party");
        await ann.OpenInfoAsync();

        await ann.Hook("info-invite").ClickAsync();
        foreach (var guest in guests)
        {
            await ann.Page.Locator($"[data-testid=people-item][data-user='{guest.Id}']").ClickAsync();
        }

        await ann.Hook("invite-submit").ClickAsync();
        await Expect(ann.Hook("member-item")).ToHaveCountAsync(11);
        await ann.Hook("members-search").FillAsync("guest 07");
        await Expect(ann.Hook("member-item")).ToHaveCountAsync(1);
        await Expect(ann.Member(guests[6].Id)).ToBeVisibleAsync();
        await ann.Hook("members-search").FillAsync("nobody");
        await Expect(ann.Hook("info").GetByText("Nothing found")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_owner_leaves_and_the_next_one_dissolves_it()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        var room = await ann.MakeRoomAsync("Ending");
        await bob.JoinAsync(room);

        await ann.OpenInfoAsync();
        await ann.Hook("leave-room").ClickAsync();
        await ann.ConfirmAsync();
        await Expect(ann.Room(room)).ToHaveCountAsync(0);
        await Expect(ann.Hook("info")).ToHaveCountAsync(0);

        await bob.OpenInfoAsync();
        await bob.Hook("room-dissolve").ClickAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Dialog).Last).ToContainTextAsync("Ending");
        await bob.ConfirmAsync();
        await Expect(bob.Room(room)).ToHaveCountAsync(0);
        await Expect(bob.Hook("toast")).ToContainTextAsync("Ending");
    }

    [Fact]
    public async Task On_a_phone_it_is_a_sheet_that_keeps_the_focus()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann", 360, 740);
        await ann.MakeRoomAsync("Pocket");
        await ann.OpenInfoAsync();
        for (var i = 0; i < 30; i++)
        {
            await ann.Page.Keyboard.PressAsync("Tab");
            Assert.True(await ann.Page.EvaluateAsync<bool>(
                "document.activeElement === document.body || document.querySelector('[data-testid=info]').contains(document.activeElement)"));
        }

        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Hook("info")).ToHaveCountAsync(0);
        await Expect(ann.Hook("info-open")).ToBeFocusedAsync();
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => _cast.DisposeAsync().AsTask();
}
