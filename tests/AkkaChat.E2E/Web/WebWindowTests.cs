using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using AkkaChat.E2E.Harness;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace AkkaChat.E2E.Web;

/// <summary>A room of ten thousand messages in the browser.</summary>
public sealed class WebWindowTests(WebStage stage, ITestOutputHelper output) : IClassFixture<WebStage>, IAsyncLifetime
{
    private const int Many = 10_000;
    private const int Writers = 12;
    private const int AtOnce = 50;

    private const string OnScreen = """
        (log) => {
            const { top, bottom } = log.getBoundingClientRect();
            return [...log.querySelectorAll('[data-testid=message]')]
                .map((message) => ({ box: message.getBoundingClientRect(), message }))
                .filter(({ box }) => box.bottom > top && box.top < bottom)
                .map(({ box, message }) => ({
                    seq: Number(message.dataset.seq), top: box.top, bottom: box.bottom,
                    text: message.querySelector('[data-testid=message-text]').textContent,
                }));
        }
        """;

    // Scrolls to the top, then looks in every frame whether the first whole message stays where it is while earlier ones come.
    private const string StayWhileLoading = """
        async (log) => {
            const first = log.dataset.first;
            log.scrollTop = 300;
            const { top } = log.getBoundingClientRect();
            await new Promise(requestAnimationFrame);
            const anchor = [...log.querySelectorAll('[data-testid=message]')].find((one) => one.getBoundingClientRect().top >= top);
            const place = anchor.getBoundingClientRect().top;
            let moved = 0;
            for (let after = 0; after < 10; after += log.dataset.first === first ? 0 : 1) {
                await new Promise(requestAnimationFrame);
                moved = Math.max(moved, Math.abs(anchor.getBoundingClientRect().top - place));
                if (!anchor.isConnected) {
                    return -1;
                }
            }
            return moved;
        }
        """;

    // Wheels through the whole log and counts the frames.
    private const string ScrollThrough = """
        async (log) => {
            const frames = [];
            let last = performance.now();
            const end = log.scrollHeight;
            for (let y = 0; y < end; y += end / 240) {
                log.scrollTop = y;
                await new Promise(requestAnimationFrame);
                const now = performance.now();
                frames.push(now - last);
                last = now;
            }
            frames.sort((a, b) => a - b);
            return [frames[Math.floor(frames.length / 2)], frames[Math.floor(frames.length * 0.95)], frames.at(-1)];
        }
        """;

    private readonly Cast _cast = new(stage.Server);

    [Fact]
    public async Task Ten_thousand_messages_scroll_with_a_few_hundred_elements()
    {
        var (room, said) = await FillAsync();
        await using var ann = await ChatPage.SignInAsync(stage, "Ann");
        await ann.JoinAsync(room);
        await ann.SeesAsync("the answer to the first");

        await ann.Hook("quote").ClickAsync();
        await Expect(ann.Log).ToHaveAttributeAsync("data-first", "1", new() { Timeout = (float)Patience.HeavyWork.TotalMilliseconds });
        await Expect(ann.At(said.Keys.Min())).ToBeInViewportAsync();
        var rows = await CheckScreenAsync(ann, said);
        Assert.Equal(said.Keys.Min(), rows[0]);

        var elements = await ann.Log.EvaluateAsync<int>("log => log.querySelectorAll('*').length");
        var drawn = await ann.Messages.CountAsync();
        output.WriteLine($"{said.Count} messages: {drawn} of them drawn, {elements} elements");
        Assert.InRange(drawn, 10, 120);
        Assert.InRange(elements, 50, 1_000);

        for (var part = 1; part < 20; part++)
        {
            await ann.Log.EvaluateAsync("(log, part) => { log.scrollTop = log.scrollHeight * part / 20; }", part);
            var seen = await CheckScreenAsync(ann, said);
            Assert.True(seen[0] > rows[0], $"at {part}/20 the screen begins with {seen[0]}, before with {rows[0]}");
            rows = seen;
            Assert.InRange(await ann.Messages.CountAsync(), 10, 120);
        }

        var pace = await ann.Log.EvaluateAsync<double[]>(ScrollThrough);
        output.WriteLine($"from top to end in 240 steps: a frame takes {pace[0]:f1} ms, 95 % at most {pace[1]:f1} ms, the longest {pace[2]:f1} ms");
        await ann.Log.EvaluateAsync("log => { log.scrollTop = log.scrollHeight; }");
        await ann.SeesAsync("the answer to the first");
        await ann.Log.EvaluateAsync("log => { log.scrollTop = 0; }");
        await Expect(ann.At(said.Keys.Min())).ToBeInViewportAsync();
        await CheckScreenAsync(ann, said);
        MessagePart.AreCalm(ann);
    }

    [Fact]
    public async Task What_one_reads_stays_where_it_is_while_earlier_messages_come()
    {
        var (guest, writer) = await _cast.ComeAsync("Writer", new() { Platform = "bot" });
        var room = await Cast.PublicRoomAsync(writer);
        for (var i = 1; i <= 400; i++)
        {
            // Of many heights, so that guesses are wrong.
            await writer.SayAsync(room, $"k-{i}", $"message {i} {string.Concat(Enumerable.Repeat("and on it goes ", i * 7 % 23))}");
        }

        await using var ann = await ChatPage.SignInAsync(stage, $"Reader of {guest.Name}");
        await ann.JoinAsync(room);
        await Expect(ann.Messages.Last).ToBeInViewportAsync();
        var pages = 0;
        while (await ann.Log.GetAttributeAsync("data-first") != "1")
        {
            var moved = await ann.Log.EvaluateAsync<double>(StayWhileLoading);
            output.WriteLine($"page {++pages}: {moved:f2} px");
            Assert.InRange(moved, 0, 2);
        }

        Assert.InRange(pages, 4, 10);
        MessagePart.AreCalm(ann);
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisposeAsync() => _cast.DisposeAsync().AsTask();

    private static async Task<List<long>> CheckScreenAsync(ChatPage page, IReadOnlyDictionary<long, string> said)
    {
        // A frame for the scroll to be seen, one for what it draws.
        await page.Page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        var shown = (await page.Log.EvaluateAsync<JsonElement>(OnScreen)).EnumerateArray().ToList();
        var box = (await page.Log.BoundingBoxAsync())!;
        Assert.NotEmpty(shown);
        var seqs = shown.ConvertAll(row => row.GetProperty("seq").GetInt64());
        Assert.All(shown, row => Assert.Equal(said[row.GetProperty("seq").GetInt64()], row.GetProperty("text").GetString()));
        Assert.Equal(seqs.Order(), seqs);
        Assert.True(seqs[^1] - seqs[0] < seqs.Count + Writers, "messages are left out between " + string.Join(' ', seqs));
        Assert.True(shown[0].GetProperty("top").GetDouble() < box.Y + 120, "nothing at the top of the screen");
        Assert.True(shown[^1].GetProperty("bottom").GetDouble() > box.Y + box.Height - 120, "nothing at the bottom of the screen");
        return seqs;
    }

    /// <summary>A room of that many messages; gives what was said at which place.</summary>
    private async Task<(string Room, IReadOnlyDictionary<long, string> Said)> FillAsync()
    {
        var said = new ConcurrentDictionary<long, string>();
        var (_, owner) = await _cast.ComeAsync("Owner", new() { Platform = "bot" });
        var room = await Cast.PublicRoomAsync(owner);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async n =>
        {
            var (_, writer) = await _cast.ComeAsync($"Writer {n}", new() { Platform = "bot" });
            Assert.Equal("ok", (await writer.AskAsync("room.join", new { room })).Type);
            foreach (var keys in Enumerable.Range(0, Many / Writers).Chunk(AtOnce))
            {
                await Task.WhenAll(keys.Select(async i =>
                {
                    var text = Text(n, i);
                    Frame answer;
                    do
                    {
                        answer = await writer.SayAsync(room, $"k-{n}-{i}", text);
                    }
                    while (answer.Code is "rate_limited" or "unavailable");
                    said[answer.Seq] = text;
                }));
            }
        }));

        var first = said.Keys.Min();
        var last = await owner.AskAsync(
            "send",
            new { room, clientMsgId = "last", content = new { kind = "text", text = "the answer to the first" }, replyTo = first });
        said[last.Seq] = "the answer to the first";
        return (room, said);
    }

    private static string Text(int writer, int i) => string.Create(
        CultureInfo.InvariantCulture,
        $"{writer}.{i} {string.Concat(Enumerable.Repeat("some more words ", i % 9 == 0 ? i % 31 : 0))}").TrimEnd();
}
