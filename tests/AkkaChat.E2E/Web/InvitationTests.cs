using AkkaChat.E2E.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>Coming into a group by a link.</summary>
public sealed class InvitationTests(WebStage stage) : IClassFixture<WebStage>, IAsyncLifetime
{
    private readonly Cast _cast = new(stage.Server);

    [Fact]
    public async Task A_link_leads_a_new_person_into_the_group()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var room = await ann.MakeRoomAsync("Open house");
        await ann.OpenInfoAsync();
        var link = await ann.Hook("invite-link").InnerTextAsync();

        await using var bob = await ChatPage.OpenAsync(stage, path: new Uri(link).PathAndQuery[1..] + new Uri(link).Fragment);
        await bob.SignInAsync("Bob");
        await Expect(bob.Hook("invited")).ToContainTextAsync("Open house");
        await bob.Hook("invited-join").ClickAsync();

        await Expect(bob.Hook("chat-title")).ToHaveTextAsync("Open house");
        Assert.Equal(room, bob.RoomOnScreen());
        await bob.SayAsync("found it");
        await ann.SeesAsync("found it");
        Assert.Empty(bob.Alarms);
    }

    [Fact]
    public async Task Whoever_has_to_be_let_in_asks_and_waits()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        var room = await ann.MakeRoomAsync("By request");
        await ann.OpenInfoAsync();
        await ann.Hook("rules-join").SelectOptionAsync("approve");
        await Expect(ann.Page.GetByText("Nobody is waiting.")).ToBeVisibleAsync();

        await bob.AddAsync("join-room");
        await bob.Hook("join-room-id").FillAsync(room);
        await bob.Hook("join-room-submit").ClickAsync();
        await Expect(bob.Hook("invited-note")).ToBeVisibleAsync();
        await Expect(bob.Hook("invited-join")).ToBeDisabledAsync();
        await ann.Hook("request-refuse").ClickAsync();
        await Expect(bob.Hook("invited-note")).ToContainTextAsync("not let in");

        await bob.Hook("invited-join").ClickAsync();
        await Expect(bob.Hook("invited-join")).ToBeDisabledAsync();
        await ann.Hook("request-accept").ClickAsync();
        await Expect(bob.Hook("chat-title")).ToHaveTextAsync("By request");
        await Expect(ann.Member(await bob.UserIdAsync())).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_closed_group_and_a_wrong_link_say_so()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var (_, bob) = await _cast.ComeAsync("Bob");
        var closed = await Cast.RoomAsync(bob);

        await GoToAsync(ann, closed);
        await Expect(ann.Hook("invited")).ToContainTextAsync("by invitation only");
        await GoToAsync(ann, "r-nowhere");
        await Expect(ann.Hook("invited")).ToContainTextAsync("leads nowhere");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Back to the list" }).Last.ClickAsync();
        await Expect(ann.Hook("join-lobby")).ToBeVisibleAsync();
        await Expect(ann.Hook("invited")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_link_to_a_group_one_is_in_opens_it()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        var room = await ann.MakeRoomAsync("Home");
        await ann.MakeRoomAsync("Elsewhere");

        await GoToAsync(ann, room);

        await Expect(ann.Hook("chat-title")).ToHaveTextAsync("Home");
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => _cast.DisposeAsync().AsTask();

    private static async Task GoToAsync(ChatPage page, string room) =>
        await page.Page.EvaluateAsync("room => { location.hash = '#/join/' + encodeURIComponent(room); }", room);
}
