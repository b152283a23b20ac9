using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>The server goes away under people who chat.</summary>
public sealed class WebRestartTests(WebStage stage) : IClassFixture<WebStage>
{
    [Fact]
    public async Task After_a_kill_and_a_start_everybody_goes_on_by_themselves()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await bob.JoinAsync(await ann.MakeRoomAsync("Restarted"));
        await ann.SayAsync("before");
        await bob.SeesAsync("before");

        await stage.Server.KillAsync();
        foreach (var page in new[] { ann, bob })
        {
            await Expect(page.Hook("connection-bar")).ToBeVisibleAsync();
        }

        await ann.WriteAsync("written while it was down");
        await bob.WriteAsync("me too");
        await Expect(ann.Message("written while it was down")).ToHaveAttributeAsync("data-state", "sending");
        await stage.Server.StartAgainAsync();

        await bob.SeesAsync("written while it was down");
        await ann.SeesAsync("me too");
        await Expect(ann.Message("written while it was down")).ToHaveAttributeAsync("data-state", "sent");
        foreach (var page in new[] { ann, bob })
        {
            await Expect(page.Hook("connection-bar")).ToBeHiddenAsync();
        }

        await bob.SayAsync("and on we go");
        await ann.SeesAsync("and on we go");
        await Expect(ann.Messages.Filter(new() { Has = ann.Hook("message-text") })).ToHaveCountAsync(4);
        Assert.Empty(ann.Alarms);
        Assert.Empty(bob.Alarms);
    }
}
