using System.Text;
using AkkaChat.E2E.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>Pictures, films, voices and files in the browser.</summary>
public sealed class WebMediaTests(WebStage stage) : IClassFixture<WebStage>
{
    private const string GiveFile = """
        (target, { type, base64 }) => {
            const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], 'given.png', { type: 'image/png' }));
            const init = { bubbles: true, cancelable: true, clipboardData: transfer, dataTransfer: transfer };
            for (const name of type === 'paste' ? ['paste'] : ['dragenter', 'dragover', 'drop']) {
                target.dispatchEvent(name === 'paste' ? new ClipboardEvent(name, init) : new DragEvent(name, init));
            }
        }
        """;

    private const string MakeFilm = """
        async () => {
            const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [160, 90];
            const paint = canvas.getContext('2d');
            const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' });
            const chunks = [];
            recorder.ondataavailable = ({ data }) => chunks.push(data);
            const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
            recorder.start();
            for (let frame = 0; frame < 20; frame++) {
                paint.fillStyle = `hsl(${frame * 18} 70% 50%)`;
                paint.fillRect(0, 0, 160, 90);
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
            recorder.stop();
            await stopped;
            const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
            return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
        }
        """;

    [Fact]
    public async Task A_picture_is_looked_at_sent_with_progress_and_seen_by_others()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await bob.JoinAsync(await ann.MakeRoomAsync("Pictures"));
        var go = new TaskCompletionSource();
        await ann.RouteUploadsAsync(async route =>
        {
            await go.Task;
            await route.ContinueAsync();
        });

        await ann.AttachAsync(PictureFile.Payload("wide.png", 800, 200));
        await Expect(ann.Hook("attachment").Locator("img")).ToHaveJSPropertyAsync("naturalWidth", 800);
        await ann.Hook("send").ClickAsync();
        var mine = ann.With("picture");
        await Expect(mine).ToHaveAttributeAsync("data-state", "sending");
        await Expect(mine.GetByTestId("upload-cancel")).ToBeVisibleAsync();
        var early = (await mine.Locator(".frame").BoundingBoxAsync())!;
        go.SetResult();

        await ann.StoredAsync(mine);
        var seen = bob.With("picture").Locator(".frame");
        await Expect(seen.Locator("img.loaded")).ToBeVisibleAsync();
        foreach (var box in new[] { early, (await mine.Locator(".frame").BoundingBoxAsync())!, (await seen.BoundingBoxAsync())! })
        {
            Assert.Equal(320, box.Width, 1.0);
            Assert.Equal(80, box.Height, 1.0);
        }

        await Expect(mine.Locator("img.local")).ToHaveCountAsync(0);
        Assert.Equal("0", await ann.Page.EvaluateAsync<string>("String(document.querySelectorAll('[data-testid=log] img[src^=blob]').length)"));
        MessagePart.AreCalm(ann, bob);
    }

    [Fact]
    public async Task Pictures_are_pasted_and_dropped_and_taken_out_again()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Given");
        var base64 = Convert.ToBase64String(PictureFile.Png(60, 40));

        await ann.Hook("composer").EvaluateAsync(GiveFile, new { type = "paste", base64 });
        await Expect(ann.Hook("attachment")).ToHaveCountAsync(1);
        await ann.Log.EvaluateAsync(GiveFile, new { type = "drop", base64 });
        await Expect(ann.Hook("attachment")).ToHaveCountAsync(2);
        await ann.Hook("attachment-remove").First.ClickAsync();
        await Expect(ann.Hook("attachment")).ToHaveCountAsync(1);
        await ann.Hook("composer").FillAsync("and a word");
        await ann.Hook("composer").PressAsync("Enter");

        await ann.StoredAsync(ann.With("picture"));
        await ann.StoredAsync(ann.Message("and a word"));
        await Expect(ann.Hook("attachments")).ToBeHiddenAsync();
        MessagePart.AreCalm(ann);
    }

    [Fact]
    public async Task An_upload_can_be_stopped()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Stopped");
        await ann.RouteUploadsAsync(_ => Task.CompletedTask);
        await ann.SendFilesAsync(PictureFile.Payload("never.png", 300, 300));

        await ann.Hook("upload-cancel").ClickAsync();

        await Expect(ann.With("picture")).ToHaveCountAsync(0);
        await ann.Page.UnrouteAsync(ChatPage.UploadRoute);
        await ann.SendFilesAsync(PictureFile.Payload("after.png", 300, 300));
        await ann.StoredAsync(ann.With("picture"));
    }

    [Fact]
    public async Task An_upload_that_was_refused_says_why_and_can_be_repeated_or_dropped()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Refused");
        await ann.RouteUploadsAsync(route => route.FulfillAsync(new()
        {
            Status = 413,
            ContentType = "application/problem+json",
            Body = """{"status":413,"code":"too_large"}""",
        }));
        await ann.SendFilesAsync(PictureFile.Payload("one.png", 100, 100));
        await ann.SendFilesAsync(new FilePayload { Name = "two.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes("two") });

        var picture = ann.With("picture");
        var file = ann.With("file");
        await Expect(picture).ToHaveAttributeAsync("data-state", "failed");
        await Expect(picture.GetByRole(AriaRole.Alert)).ToContainTextAsync("too_large");
        await Expect(file).ToHaveAttributeAsync("data-state", "failed");
        await ann.Page.UnrouteAsync(ChatPage.UploadRoute);
        await picture.GetByTestId("message-retry").ClickAsync();
        await file.GetByTestId("message-discard").ClickAsync();

        await ann.StoredAsync(picture);
        await Expect(file).ToHaveCountAsync(0);
        MessagePart.AreCalm(ann);
    }

    [Fact]
    public async Task A_file_is_downloaded_under_its_own_name()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await bob.JoinAsync(await ann.MakeRoomAsync("Files"));
        await ann.SendFilesAsync(new FilePayload
        {
            Name = "旅行 plan.txt",
            MimeType = "text/plain",
            Buffer = Encoding.UTF8.GetBytes("by train"),
        });

        await Expect(bob.Hook("file-name")).ToHaveTextAsync("旅行 plan.txt");
        await Expect(bob.Hook("file")).ToContainTextAsync("8 byte");
        var saved = await bob.Page.RunAndWaitForDownloadAsync(() => bob.Hook("file").ClickAsync());

        Assert.Equal("旅行 plan.txt", saved.SuggestedFilename);
        Assert.Equal("by train", await File.ReadAllTextAsync(await saved.PathAsync()));
        MessagePart.AreCalm(ann, bob);
    }

    [Fact]
    public async Task A_film_shows_its_first_picture_and_plays()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await bob.JoinAsync(await ann.MakeRoomAsync("Films"));
        var film = Convert.FromBase64String(await ann.Page.EvaluateAsync<string>(MakeFilm));
        await ann.SendFilesAsync(new FilePayload { Name = "film.webm", MimeType = "video/webm", Buffer = film });

        var video = bob.With("video").Locator("video");
        await Expect(video).ToHaveJSPropertyAsync("videoWidth", 160);
        await bob.Hook("video-play").ClickAsync();
        await Patience.UntilAsync(() => video.EvaluateAsync<bool>("video => video.currentTime > 0.2"), "the film to play");
        await Expect(video).ToHaveJSPropertyAsync("controls", true);
        MessagePart.AreCalm(ann, bob);
    }

    [Fact]
    public async Task Voices_are_recorded_by_click_and_by_holding_and_one_plays_at_a_time()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await using var bob = await ChatPage.SignInAsync(stage, "Bob");
        await bob.JoinAsync(await ann.MakeRoomAsync("Voices"));

        await ann.Hook("voice-record").ClickAsync();
        await SpokenAsync(ann);
        await ann.Hook("voice-send").ClickAsync();
        await ann.StoredAsync(ann.With("voice"));

        var place = (await ann.Hook("voice-record").BoundingBoxAsync())!;
        await ann.Page.Mouse.MoveAsync(place.X + 10, place.Y + 10);
        await ann.Page.Mouse.DownAsync();
        await SpokenAsync(ann);
        await ann.Page.Mouse.UpAsync();
        await Expect(ann.With("voice")).ToHaveCountAsync(2);
        await ann.StoredAsync(ann.With("voice").Last);

        var (first, second) = (bob.Hook("voice").First, bob.Hook("voice").Last);
        await Expect(bob.Hook("voice")).ToHaveCountAsync(2);
        await Expect(first.GetByTestId("voice-length")).Not.ToHaveTextAsync("0:00");
        await first.GetByTestId("voice-play").ClickAsync();
        await Expect(first).ToHaveAttributeAsync("data-playing", "true");
        await second.GetByTestId("voice-play").ClickAsync();
        await Expect(second).ToHaveAttributeAsync("data-playing", "true");
        await Expect(first).ToHaveAttributeAsync("data-playing", "false");
        await Expect(second).ToHaveAttributeAsync("data-playing", "false"); // it ends by itself
        MessagePart.AreCalm(ann, bob);
    }

    [Fact]
    public async Task A_recording_is_thrown_away_by_the_button_by_Escape_and_by_sliding_away()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Silence");

        await ann.Hook("voice-record").ClickAsync();
        await SpokenAsync(ann);
        await ann.Hook("voice-cancel").ClickAsync();
        await Expect(ann.Hook("recorder")).ToHaveCountAsync(0);

        await ann.Hook("voice-record").FocusAsync();
        await ann.Page.Keyboard.PressAsync("Enter");
        await SpokenAsync(ann);
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Hook("recorder")).ToHaveCountAsync(0);

        var place = (await ann.Hook("voice-record").BoundingBoxAsync())!;
        await ann.Page.Mouse.MoveAsync(place.X + 10, place.Y + 10);
        await ann.Page.Mouse.DownAsync();
        await SpokenAsync(ann);
        await ann.Page.Mouse.MoveAsync(place.X - 200, place.Y - 200);
        await ann.Page.Mouse.UpAsync();
        await Expect(ann.Hook("recorder")).ToHaveCountAsync(0);

        await ann.SayAsync("only words");
        await Expect(ann.Messages).ToHaveCountAsync(1);
        MessagePart.AreCalm(ann);
    }

    [Fact]
    public async Task The_lightbox_goes_from_picture_to_picture_and_enlarges_them()
    {
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.MakeRoomAsync("Gallery");
        await ann.SendFilesAsync(
            PictureFile.Payload("a.png", 600, 400), PictureFile.Payload("b.png", 100, 400, 60), PictureFile.Payload("c.png", 400, 100, 120));
        await Expect(ann.With("picture")).ToHaveCountAsync(3);
        await ann.StoredAsync(ann.With("picture").Last);
        var seqs = new List<string>();
        foreach (var message in await ann.With("picture").AllAsync())
        {
            seqs.Add((await message.GetAttributeAsync("data-seq"))!);
        }

        await ann.Hook("picture").Nth(1).ClickAsync();
        var shown = ann.Hook("lightbox-picture");
        await Expect(shown).ToHaveAttributeAsync("data-seq", seqs[1]);
        await Expect(shown).ToHaveJSPropertyAsync("naturalHeight", 400);
        await ann.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(shown).ToHaveAttributeAsync("data-seq", seqs[2]);
        await Expect(ann.Hook("picture-after")).ToBeDisabledAsync();
        await ann.Hook("picture-before").ClickAsync();
        await ann.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(shown).ToHaveAttributeAsync("data-seq", seqs[0]);
        await ann.Hook("picture-larger").ClickAsync();
        await Expect(ann.Hook("lightbox")).ToHaveAttributeAsync("data-zoom", "1.40");
        await ann.Page.Keyboard.PressAsync("-");
        await Expect(ann.Hook("lightbox")).ToHaveAttributeAsync("data-zoom", "1.00");
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Hook("lightbox")).ToHaveCountAsync(0);
        await Expect(ann.Hook("picture").Nth(1)).ToBeFocusedAsync();
        MessagePart.AreCalm(ann);
    }

    private static async Task SpokenAsync(ChatPage page)
    {
        await Expect(page.Hook("recorder")).ToHaveAttributeAsync("data-recording", "true");
        await Expect(page.Hook("recorder").GetByRole(AriaRole.Timer)).ToHaveTextAsync("0:01");
    }
}
