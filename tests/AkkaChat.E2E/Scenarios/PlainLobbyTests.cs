using System.Text;
using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>The plain lobby at <c>/</c>. One class, so one test at a time: whoever is in hears everything.</summary>
[Collection(SharedServer.Collection)]
public sealed class PlainLobbyTests(SharedServer shared)
{
    [Theory]
    [InlineData]
    [InlineData("anything")]
    [InlineData("akkachat.v1", "other")]
    public async Task Any_subprotocol_will_do(params string[] offered)
    {
        await using var client = await PlainClient.OpenAsync(shared.Server, offered);

        Assert.Equal(offered.FirstOrDefault(), string.IsNullOrEmpty(client.Subprotocol) ? null : client.Subprotocol);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("你好，世界 🌻")]
    [InlineData("{\"type\":\"connect\",\"id\":1}")]
    [InlineData(" two\nlines\0 and a NUL ")]
    [InlineData("")]
    public async Task A_text_reaches_all_others_byte_for_byte_and_not_its_sender(string text)
    {
        await using var ann = await PlainClient.OpenAsync(shared.Server);
        await using var bob = await PlainClient.OpenAsync(shared.Server, "some");
        await using var cid = await PlainClient.OpenAsync(shared.Server);
        await MeetAsync(ann, bob, cid);
        var bytes = Encoding.UTF8.GetBytes(text);

        await ann.SayAsync(bytes);

        Assert.Equal(bytes, await bob.HearAsync("Ann's text"));
        Assert.Equal(bytes, await cid.HearAsync("Ann's text"));
        await bob.SayAsync("a mark"u8.ToArray());
        Assert.Equal("a mark"u8.ToArray(), await ann.HearAsync("Bob's mark"));
    }

    [Fact]
    public async Task Three_who_talk_at_once_hear_one_order()
    {
        await using var ann = await PlainClient.OpenAsync(shared.Server);
        await using var bob = await PlainClient.OpenAsync(shared.Server);
        await using var cid = await PlainClient.OpenAsync(shared.Server);
        await using var listener = await PlainClient.OpenAsync(shared.Server);
        await MeetAsync(ann, bob, cid, listener);
        var talkers = new[] { ann, bob, cid };
        const int each = 200;

        await Task.WhenAll(talkers.Select((talker, who) => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                await talker.SayAsync(Encoding.UTF8.GetBytes($"{who}:{i}"));
            }
        })));

        var all = await HearAsync(listener, 3 * each);
        for (var who = 0; who < talkers.Length; who++)
        {
            var others = all.Where(text => !text.StartsWith($"{who}:", StringComparison.Ordinal));
            Assert.Equal(others, await HearAsync(talkers[who], 2 * each));
            var own = all.Where(text => text.StartsWith($"{who}:", StringComparison.Ordinal));
            Assert.Equal(Enumerable.Range(0, each).Select(i => $"{who}:{i}"), own);
        }
    }

    // An open socket is not yet in the lobby: everybody has heard everybody, then they all are.
    private static async Task MeetAsync(params PlainClient[] clients)
    {
        foreach (var client in clients)
        {
            var others = clients.Where(other => other != client).ToList();
            await Patience.UntilAsync(
                async () =>
                {
                    await client.SayAsync("are you there?"u8.ToArray());
                    return !others.Any(other => other.HasHeardAll());
                },
                "all to be in the lobby");
        }

        foreach (var client in clients)
        {
            var end = Encoding.UTF8.GetBytes($"that is all {Guid.NewGuid():n}");
            await client.SayAsync(end);
            foreach (var other in clients.Where(other => other != client))
            {
                while (!(await other.HearAsync("the end of the greetings")).AsSpan().SequenceEqual(end))
                {
                    // A greeting.
                }
            }
        }
    }

    private static async Task<List<string>> HearAsync(PlainClient client, int count)
    {
        var heard = new List<string>();
        while (heard.Count < count)
        {
            heard.Add(Encoding.UTF8.GetString(await client.HearAsync($"text {heard.Count} of {count}")));
        }

        return heard;
    }
}
