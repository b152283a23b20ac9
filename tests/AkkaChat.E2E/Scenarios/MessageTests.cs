using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>Sending, changing and reading messages.</summary>
[Collection(SharedServer.Collection)]
public sealed class MessageTests(SharedServer shared) : IAsyncLifetime
{
    private readonly Cast _cast = new(shared.Server);
    private Guest _annGuest = null!;
    private Guest _bobGuest = null!;
    private ChatClient _ann = null!;
    private ChatClient _bob = null!;
    private string _room = null!;

    public async Task InitializeAsync()
    {
        (_annGuest, _ann) = await _cast.ComeAsync("Ann");
        (_bobGuest, _bob) = await _cast.ComeAsync("Bob");
        _room = await Cast.RoomAsync(_ann, _bobGuest);
        await _bob.WaitForAsync(push => push.Type == "room" && push.Room == _room, "the room");
    }

    public async Task DisposeAsync() => await _cast.DisposeAsync();

    [Fact]
    public async Task A_message_is_acked_and_reaches_everybody_with_all_its_fields()
    {
        var first = await _ann.SayAsync(_room, "c-1", "first");

        var ack = await _ann.AskAsync("send", new
        {
            room = _room,
            clientMsgId = "c-2",
            content = new { kind = "text", text = "hi @Bob 你好 <b>" },
            mentions = new[] { _bobGuest.Id },
            replyTo = first.Seq,
        });

        Assert.Equal("ack", ack.Type);
        Assert.Equal(_room, ack.Room);
        Assert.False(ack.Flag("duplicate"));
        foreach (var client in new[] { _ann, _bob })
        {
            var seen = await client.WaitForEventAsync(_room, ack.Seq);
            Assert.Equal("message", seen.Kind);
            Assert.Equal(ack.Text("messageId"), seen.Text("id"));
            Assert.Equal(ack.Number("time"), seen.Number("time"));
            Assert.Equal(_annGuest.Id, seen.Text("from"));
            Assert.Equal("c-2", seen.Key);
            Assert.Equal("hi @Bob 你好 <b>", seen.Words);
            Assert.Equal(first.Seq, seen.Number("replyTo"));
            Assert.Equal([_bobGuest.Id], seen.Texts("mentions"));
        }
    }

    [Fact]
    public async Task The_same_key_is_stored_once()
    {
        var first = await _ann.SayAsync(_room, "c-1", "once");

        var again = await _ann.SayAsync(_room, "c-1", "once");
        var other = await _ann.SayAsync(_room, "c-1", "something else");
        var anothers = await _bob.SayAsync(_room, "c-1", "my own key");

        Assert.True(again.Flag("duplicate"));
        Assert.Equal(first.Seq, again.Seq);
        Assert.Equal(first.Text("messageId"), again.Text("messageId"));
        Assert.Equal("conflict", other.Code);
        Assert.Equal(first.Seq + 1, anothers.Seq);
    }

    [Fact]
    public async Task Requests_of_one_session_take_effect_in_the_order_sent()
    {
        var answers = new List<Task<Frame>>();
        for (var i = 0; i < 100; i++)
        {
            var fields = new { room = _room, clientMsgId = $"c-{i}", content = new { kind = "text", text = $"{i}" } };
            answers.Add((await _ann.PostAsync("send", fields)).Answer);
        }

        var seqs = (await Task.WhenAll(answers)).Select(ack => ack.Seq).ToList();

        Assert.Equal(Enumerable.Range(0, 100).Select(i => seqs[0] + i), seqs);
        await _bob.WaitForEventAsync(_room, seqs[^1]);
        var seen = _bob.EventsOf(_room).Where(push => push.Kind == "message").Select(push => push.Words);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), seen);
    }

    [Fact]
    public async Task Sends_that_are_not_allowed_are_refused_and_not_in_the_log()
    {
        var before = await _ann.SayAsync(_room, "c-0", "before");
        var (_, stranger) = await _cast.ComeAsync("Eve");

        var notMember = await stranger.SayAsync(_room, "c-1", "let me in");
        var notFound = await stranger.SayAsync("r-nowhere", "c-1", "hello?");
        var reply = await _ann.AskAsync(
            "send", new { room = _room, clientMsgId = "c-2", content = new { kind = "text", text = "x" }, replyTo = 999 });
        var noKey = await _ann.AskAsync("send", new { room = _room, content = new { kind = "text", text = "x" } });
        var blank = await _ann.SayAsync(_room, "c-3", "  ");
        var tooLong = await _ann.SayAsync(_room, "c-4", new string('x', 5001));
        var system = await _ann.AskAsync(
            "send", new { room = _room, clientMsgId = "c-5", content = new { kind = "system", text = "I am the server" } });
        var longest = await _ann.SayAsync(_room, "c-6", new string('x', 5000));

        Assert.Equal("not_member", notMember.Code);
        Assert.Equal("not_found", notFound.Code);
        Assert.Equal("not_found", reply.Code);
        Assert.Equal("bad_frame", noKey.Code);
        Assert.Equal("bad_frame", blank.Code);
        Assert.Equal("too_large", tooLong.Code);
        Assert.Equal("forbidden", system.Code);
        Assert.Equal(before.Seq + 1, longest.Seq);
    }

    [Fact]
    public async Task History_pages_both_ways_and_keeps_its_limits()
    {
        for (var i = 0; i < 120; i++)
        {
            await _ann.SayAsync(_room, $"c-{i}", $"message {i}");
        }

        var newest = await _bob.AskAsync("history", new { room = _room });
        var most = await _bob.AskAsync("history", new { room = _room, limit = 1000 });
        var older = await _bob.AskAsync("history", new { room = _room, before = newest.List("events")[0].Seq, limit = 10 });
        var oldest = await _bob.AskAsync("history", new { room = _room, after = 0, limit = 5 });
        var next = await _bob.AskAsync("history", new { room = _room, after = 5, limit = 5 });
        var none = await _bob.AskAsync("history", new { room = _room, after = 123 });
        var both = await _bob.AskAsync("history", new { room = _room, after = 1, before = 9 });

        Assert.Equal(Range(74, 123), Seqs(newest));
        Assert.True(newest.Flag("more"));
        Assert.Equal(Range(24, 123), Seqs(most));
        Assert.Equal(Range(64, 73), Seqs(older));
        Assert.Equal(Range(1, 5), Seqs(oldest));
        Assert.True(oldest.Flag("more"));
        Assert.Equal(Range(6, 10), Seqs(next));
        Assert.Empty(Seqs(none));
        Assert.False(none.Flag("more"));
        Assert.Equal("bad_frame", both.Code);
    }

    [Fact]
    public async Task Large_messages_make_shorter_pages_that_together_are_the_log()
    {
        for (var i = 0; i < 20; i++)
        {
            await _ann.SayAsync(_room, $"c-{i}", new string('字', 5000));
        }

        var seqs = new List<long>();
        Frame page;
        do
        {
            page = await _bob.AskAsync("history", new { room = _room, after = seqs.LastOrDefault(), limit = 100 });
            seqs.AddRange(Seqs(page));
        }
        while (page.Flag("more"));

        Assert.Equal(Range(1, 23), seqs);
    }

    [Fact]
    public async Task An_edit_needs_the_version_that_the_author_saw()
    {
        var sent = await _bob.SayAsync(_room, "c-1", "yo");

        var edited = await Edit(_bob, sent.Seq, 1, "yo!");
        var again = await Edit(_bob, sent.Seq, 1, "yo!");
        var stale = await Edit(_bob, sent.Seq, 1, "other");
        var foreign = await Edit(_ann, sent.Seq, 2, "mine now");
        var second = await Edit(_bob, sent.Seq, 2, "yo!!");

        Assert.Equal("ack", edited.Type);
        Assert.False(edited.Flag("duplicate"));
        Assert.True(again.Flag("duplicate"));
        Assert.Equal(edited.Seq, again.Seq);
        Assert.Equal("conflict", stale.Code);
        Assert.Equal("forbidden", foreign.Code);
        Assert.Equal(edited.Seq + 1, second.Seq);
        var push = await _ann.WaitForEventAsync(_room, second.Seq);
        Assert.Equal("edit", push.Kind);
        Assert.Equal(sent.Seq, push.Number("target"));
        Assert.Equal(3, push.Number("version"));
        Assert.Equal("yo!!", push.Words);
        var folded = (await _ann.AskAsync("history", new { room = _room })).List("events").Single(e => e.Seq == sent.Seq);
        Assert.Equal("yo!!", folded.Words);
        Assert.Equal(3, folded.Number("version"));
    }

    [Fact]
    public async Task A_recall_erases_the_content_everywhere()
    {
        var sent = await _bob.SayAsync(_room, "c-1", "unfortunate words");
        await Edit(_bob, sent.Seq, 1, "unfortunate indeed");
        await _ann.WaitForAsync(push => push.Kind == "edit", "the edit");

        var recalled = await _bob.AskAsync("recall", new { room = _room, target = sent.Seq });
        var again = await _bob.AskAsync("recall", new { room = _room, target = sent.Seq });
        var edit = await Edit(_bob, sent.Seq, 2, "after all");

        Assert.Equal("ack", recalled.Type);
        Assert.True(again.Flag("duplicate"));
        Assert.Equal(recalled.Seq, again.Seq);
        Assert.Equal("not_found", edit.Code);
        var push = await _ann.WaitForEventAsync(_room, recalled.Seq);
        Assert.Equal("recall", push.Kind);
        Assert.Equal("author", push.Text("reason"));
        var history = await _ann.AskAsync("history", new { room = _room });
        Assert.DoesNotContain("unfortunate", history.ToString(), StringComparison.Ordinal);
        Assert.Contains(history.List("events"), e => e.Seq == sent.Seq && e.Flag("recalled"));
        var search = await _ann.AskAsync("search", new { q = "unfortunate" });
        Assert.Empty(search.List("events"));
        var (_, resumed) = (0, await _cast.ConnectAsync(
            _annGuest, new ConnectOptions { Platform = "ios", Cursors = new Dictionary<string, long> { [_room] = 0 } }));
        await resumed.WaitForEventAsync(_room, recalled.Seq);
        Assert.DoesNotContain(resumed.Pushes, p => p.ToString().Contains("unfortunate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_member_may_not_recall_what_others_said()
    {
        var sent = await _ann.SayAsync(_room, "c-1", "mine");

        var refused = await _bob.AskAsync("recall", new { room = _room, target = sent.Seq });
        var nothing = await _bob.AskAsync("recall", new { room = _room, target = 999 });
        var noMessage = await _ann.AskAsync("recall", new { room = _room, target = 1 });

        Assert.Equal("forbidden", refused.Code);
        Assert.Equal("not_found", nothing.Code);
        Assert.Equal("error", noMessage.Type);
        var history = await _bob.AskAsync("history", new { room = _room });
        Assert.Equal("mine", history.List("events")[^1].Words);
    }

    [Fact]
    public async Task Read_marks_count_unread_and_reach_the_others_and_the_own_devices()
    {
        var phone = await _cast.ConnectAsync(_bobGuest, new ConnectOptions { Platform = "ios" });
        long last = 0;
        for (var i = 0; i < 5; i++)
        {
            last = (await _ann.SayAsync(_room, $"c-{i}", $"message {i}")).Seq;
        }

        var before = await _bob.AskAsync("room.get", new { room = _room });
        var mark = await _bob.AskAsync("read", new { room = _room, seq = last - 2 });
        var back = await _bob.AskAsync("read", new { room = _room, seq = 1 });
        var after = await _bob.AskAsync("room.get", new { room = _room });
        var receipts = await _ann.AskAsync("receipts", new { room = _room, seq = last - 2 });
        var lastReceipts = await _ann.AskAsync("receipts", new { room = _room, seq = last });

        Assert.Equal(5, before.Number("room", "unread"));
        Assert.Equal(last - 2, mark.Seq);
        Assert.Equal(last - 2, back.Seq);
        Assert.Equal(2, after.Number("room", "unread"));
        Assert.Equal(last - 2, after.Number("room", "readSeq"));
        foreach (var client in new[] { _ann, phone })
        {
            var push = await client.WaitForAsync(p => p.Type == "read" && p.Text("user") == _bobGuest.Id, "Bob's read mark");
            Assert.Equal(_room, push.Room);
            Assert.Equal(last - 2, push.Seq);
        }

        Assert.Equal(2, receipts.Number("readCount"));
        Assert.Contains(_bobGuest.Id, receipts.Texts("read"));
        Assert.Contains(_annGuest.Id, receipts.Texts("read"));
        Assert.Equal([_bobGuest.Id], lastReceipts.Texts("unread"));
    }

    [Fact]
    public async Task A_read_mark_never_passes_the_end_of_the_log()
    {
        var sent = await _ann.SayAsync(_room, "c-1", "hi");

        var mark = await _bob.AskAsync("read", new { room = _room, seq = 1_000_000 });

        Assert.Equal(sent.Seq, mark.Seq);
    }

    [Fact]
    public async Task Search_finds_any_two_characters_in_ones_own_rooms_only()
    {
        var lunch = await _ann.SayAsync(_room, "c-1", "今天晚饭吃什么");
        var english = await _ann.SayAsync(_room, "c-2", "What about Dinner tonight?");
        var (_, stranger) = await _cast.ComeAsync("Eve");

        foreach (var (q, found) in new[] { ("晚饭", lunch), ("天晚", lunch), ("吃什", lunch), ("dinner", english) })
        {
            var answer = await _bob.AskAsync("search", new { q });
            Assert.Equal([found.Seq], Seqs(answer));
        }

        Assert.Empty((await stranger.AskAsync("search", new { q = "晚饭" })).List("events"));
        Assert.Empty((await _bob.AskAsync("search", new { q = "早饭" })).List("events"));
        await Edit(_ann, lunch.Seq, 1, "今天早饭吃什么");
        Assert.Equal([lunch.Seq], Seqs(await _bob.AskAsync("search", new { q = "早饭", room = _room })));
        Assert.Empty((await _bob.AskAsync("search", new { q = "晚饭" })).List("events"));
    }

    [Fact]
    public async Task Search_pages_from_new_to_old()
    {
        for (var i = 0; i < 7; i++)
        {
            await _ann.SayAsync(_room, $"c-{i}", $"needle {i}");
        }

        var found = new List<string?>();
        string? before = null;
        do
        {
            var page = await _bob.AskAsync("search", new { q = "needle", limit = 3, before });
            found.AddRange(page.List("events").Select(hit => hit.Words));
            before = page.Text("before");
        }
        while (before is not null);

        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(i => $"needle {i}"), found);
    }

    [Fact]
    public async Task Unknown_content_is_passed_on_untouched()
    {
        const string content = """{"kind":"x.poll","q":"lunch?","options":["a",{"b":[1,2.50,null]}],"n":1e3}""";
        var json = $$"""{"type":"send","id":900,"room":"{{_room}}","clientMsgId":"c-1","content":{{content}}}""";

        var ack = await await _ann.PostRawAsync(900, json);

        var seen = await _bob.WaitForEventAsync(_room, ack.Seq);
        Assert.Equal(content, seen.Find("content")!.Value.GetRawText());
    }

    private static IEnumerable<long> Range(long from, long to) => Enumerable.Range(0, (int)(to - from + 1)).Select(i => from + i);

    private static IEnumerable<long> Seqs(Frame page) => page.List("events").Select(e => e.Seq);

    private Task<Frame> Edit(ChatClient client, long target, int version, string text) =>
        client.AskAsync("edit", new { room = _room, target, version, content = new { kind = "text", text } });
}
