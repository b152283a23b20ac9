using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>What was begun without a network or a server is finished when they are back.</summary>
public sealed class WebOutageTests(WebStage stage) : IClassFixture<WebStage>
{
    [Fact]
    public async Task What_is_written_offline_goes_out_in_its_order()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await bob.JoinAsync(await ann.MakeRoomAsync("Offline"));
        await ann.SayAsync("before");
        await bob.SeesAsync("before");

        await ann.Page.Context.SetOfflineAsync(true);
        await Expect(ann.Hook("connection-bar")).ToHaveAttributeAsync("data-state", "offline");
        await ann.ChooseAsync("before", "action-reply");
        await ann.WriteAsync("one");
        await ann.WriteAsync("two");
        await ann.WriteAsync("three 🌻");
        await Expect(ann.Message("one")).ToHaveAttributeAsync("data-state", "sending");
        await bob.SayAsync("meanwhile");
        await ann.Page.Context.SetOfflineAsync(false);

        await ann.SeesAsync("meanwhile");
        foreach (var page in new[] { ann, bob })
        {
            await Expect(page.Hook("message-text")).ToHaveTextAsync(["before", "meanwhile", "one", "two", "three 🌻"]);
        }

        await Expect(bob.Message("one").GetByTestId("quote")).ToContainTextAsync("before");
        await ann.StoredAsync(ann.Message("three 🌻"));
        MessagePart.AreCalm(ann, bob);
    }

    [Fact]
    public async Task Unsent_words_survive_a_reload_and_an_unsent_file_says_that_it_is_lost()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Reloaded");
        await ann.RouteUploadsAsync(_ => Task.CompletedTask);
        await ann.SendFilesAsync(PictureFile.Payload("lost.png", 100, 100));
        await Expect(ann.With("picture")).ToHaveAttributeAsync("data-state", "sending");

        await ann.Page.ReloadAsync();

        await Expect(ann.With("picture")).ToHaveAttributeAsync("data-state", "failed");
        await Expect(ann.With("picture")).ToContainTextAsync("upload_lost");
        await Expect(ann.Hook("message-retry")).ToHaveCountAsync(0);
        await ann.Hook("message-discard").ClickAsync();
        await Expect(ann.With("picture")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_restart_in_the_middle_of_everything_loses_nothing()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await bob.JoinAsync(await ann.MakeRoomAsync("Everything"));
        await ann.SayAsync("to react to");
        await ann.SendFilesAsync(PictureFile.Payload("kept.png", 200, 100));
        await ann.StoredAsync(ann.With("picture"));
        await bob.SeesAsync("to react to");

        await stage.Server.KillAsync();
        await Expect(bob.Hook("connection-bar")).ToBeVisibleAsync();
        await ann.WriteAsync("while it was down");
        await bob.Hook("composer").FillAsync("a draft");
        await stage.Server.StartAgainAsync();

        await bob.SeesAsync("while it was down");
        await Expect(bob.Hook("composer")).ToHaveValueAsync("a draft");
        await bob.OpenMenuAsync(bob.Message("to react to"));
        await bob.Page.Locator("[data-testid=quick-reaction][data-emoji='🎉']").ClickAsync();
        await Expect(ann.Reaction("to react to", "🎉")).ToBeVisibleAsync();
        await ann.SendFilesAsync(PictureFile.Payload("after.png", 100, 200));
        await Expect(bob.With("picture").Last.Locator("img.loaded")).ToBeVisibleAsync();
        await bob.Page.ReloadAsync();
        await Expect(bob.With("picture")).ToHaveCountAsync(2);
        await Expect(bob.With("picture").First.Locator("img.loaded")).ToBeVisibleAsync();
        await Expect(bob.Message("while it was down")).ToHaveCountAsync(1);
        MessagePart.AreCalm(ann, bob);
    }
}
