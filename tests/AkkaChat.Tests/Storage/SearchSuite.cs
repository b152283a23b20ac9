using System.Text;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Searching: what is found, in which order, and by whom.</summary>
public abstract class SearchSuite : ChatStoreSuite
{
    private protected SearchSuite(IStoreFixture fixture)
        : base(fixture)
    {
    }

    [Theory]
    [InlineData("明天下午三点开会", "下午")]
    [InlineData("明天下午三点开会", "明天下午")]
    [InlineData("明天下午三点开会", "会")]
    [InlineData("明天下午三点开会", "明")]
    [InlineData("明天下午三点开会", "开会 明天")]
    [InlineData("日本語のテスト", "のテ")]
    [InlineData("한국어 메시지", "국어")]
    [InlineData("𠮷野家で", "𠮷野")]
    [InlineData("Hello, WORLD!", "world")]
    [InlineData("Привет мир", "ПРИВЕТ")]
    [InlineData("我用C#写代码", "c")]
    [InlineData("ＡＢＣ１２３", "abc123")]
    [InlineData("état don't", "ÉTAT")]
    public async Task Text_is_found(string text, string query)
    {
        var log = await RoomAsync("r-1", Ann);
        await log.PostAsync(Ann, text);

        Assert.Equal([text], await TextsAsync(Ann, query));
    }

    [Theory]
    [InlineData("明天下午三点开会", "天三")]
    [InlineData("明天下午三点开会", "午下")]
    [InlineData("hello world", "hell")]
    [InlineData("hello world", "hello there")]
    [InlineData("hello world", "...")]
    [InlineData("hello world", "👍")]
    public async Task Text_that_does_not_match_is_not_found(string text, string query)
    {
        var log = await RoomAsync("r-1", Ann);
        await log.PostAsync(Ann, text);

        Assert.Empty(await TextsAsync(Ann, query));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("hello\" OR \"world")]
    [InlineData("terms : secret")]
    [InlineData("room_key:*")]
    [InlineData("NEAR(hello world)")]
    [InlineData("hello AND NOT hello")]
    [InlineData("-there hello")]
    [InlineData("'; DROP TABLE rooms; --")]
    [InlineData("(((((")]
    [InlineData("%_\\&|!<->*:")]
    public async Task Query_syntax_has_no_meaning(string query)
    {
        var log = await RoomAsync("r-1", Ann);
        await log.PostAsync(Ann, "hello");
        await (await RoomAsync("r-2", Bob)).PostAsync(Ann, "secret");

        Assert.Empty(await TextsAsync(Ann, query));
        Assert.Equal(["hello"], await TextsAsync(Ann, "hello"));
    }

    [Fact]
    public async Task Only_rooms_that_the_user_is_in_now_are_searched()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        await log.PostAsync(Ann, "treasure");
        Assert.Single(await TextsAsync(Bob, "treasure"));

        await log.CommitAsync(log.Gone(Bob));

        Assert.Empty(await TextsAsync(Bob, "treasure"));
        Assert.Empty(await TextsAsync(Cid, "treasure"));
        Assert.Empty(await TextsAsync(Cid, "treasure", log.Room));
        Assert.Single(await TextsAsync(Ann, "treasure"));
    }

    [Fact]
    public async Task A_search_can_be_kept_to_one_room()
    {
        var one = await RoomAsync("r-1", Ann);
        var two = await RoomAsync("r-2", Ann);
        await one.PostAsync(Ann, "apple one");
        await two.PostAsync(Ann, "apple two");

        Assert.Equal(["apple two"], await TextsAsync(Ann, "apple", two.Room));
    }

    [Fact]
    public async Task Rooms_whose_ids_differ_in_case_or_punctuation_only_are_kept_apart()
    {
        var upper = await RoomAsync("R-1", Ann);
        await RoomAsync("r-1", Bob);
        await RoomAsync("r_1", Bob);
        await upper.PostAsync(Ann, "apple");

        Assert.Empty(await TextsAsync(Bob, "apple"));
    }

    [Fact]
    public async Task Recalled_text_is_not_found_and_edited_text_by_its_new_words_only()
    {
        var log = await RoomAsync("r-1", Ann);
        var recalled = await log.PostAsync(Ann, "apple 苹果");
        var edited = await log.PostAsync(Ann, "banana 香蕉");
        await log.CommitAsync(log.Recalled(Ann, recalled));
        await log.CommitAsync(log.Edited(Ann, edited, 2, "cherry 樱桃"));

        Assert.Empty(await TextsAsync(Ann, "apple"));
        Assert.Empty(await TextsAsync(Ann, "苹果"));
        Assert.Empty(await TextsAsync(Ann, "banana"));
        Assert.Equal(["cherry 樱桃"], await TextsAsync(Ann, "cherry 樱桃"));

        await log.CommitAsync(log.Recalled(Ann, edited));
        Assert.Empty(await TextsAsync(Ann, "cherry"));
    }

    [Fact]
    public async Task Changes_within_one_batch_leave_the_newest_state()
    {
        var log = await RoomAsync("r-1", Ann);
        var first = log.Posted(Ann, "apple");
        var second = log.Posted(Ann, "banana");
        var third = log.Posted(Ann, "!!!");
        await log.AppendAsync(
            first,
            second,
            third,
            log.Recalled(Ann, first.Event.Seq),
            log.Edited(Ann, second.Event.Seq, 2, "cherry"),
            log.Edited(Ann, third.Event.Seq, 2, "date"));

        Assert.Empty(await TextsAsync(Ann, "apple"));
        Assert.Empty(await TextsAsync(Ann, "banana"));
        Assert.Equal(["cherry"], await TextsAsync(Ann, "cherry"));
        Assert.Equal(["date"], await TextsAsync(Ann, "date"));
    }

    [Fact]
    public async Task Names_of_files_are_found_and_nothing_of_other_kinds()
    {
        var log = await RoomAsync("r-1", Ann);
        await log.CommitAsync(log.Posted(Ann, Content("""{"kind":"file","url":"/m/1","name":"Budget 2026.xlsx"}""")));
        await log.CommitAsync(log.Posted(Ann, Content("""{"kind":"custom","text":"budget","data":{}}""")));
        await log.CommitAsync(log.Posted(Ann, Content("""{"kind":"text","text":7}""")));

        Assert.Single((await SearchAsync(Ann, "budget")).Hits);
        Assert.Single((await SearchAsync(Ann, "xlsx")).Hits);
    }

    [Fact]
    public async Task A_text_that_is_no_text_is_kept_and_not_found()
    {
        var log = await RoomAsync("r-1", Ann);

        var seq = await log.CommitAsync(log.Posted(Ann, Content("""{"kind":"text","text":"apple \ud800"}""")));

        Assert.Empty((await SearchAsync(Ann, "apple")).Hits);
        Assert.Equal(seq, (await EventsAsync(log.Room)).LastSeq);
    }

    [Fact]
    public async Task Hits_come_newest_first_over_all_rooms_and_in_pages()
    {
        var one = await RoomAsync("r-1", Ann);
        var two = await RoomAsync("r-2", Ann);
        await two.At(5_000).PostAsync(Ann, "hit 5");
        await one.At(1_000).PostAsync(Ann, "hit 1");
        await one.At(3_000).PostAsync(Ann, "hit 3");
        await two.At(2_000).PostAsync(Ann, "hit 2");
        await one.At(4_000).PostAsync(Ann, "hit 4");

        var first = await SearchAsync(Ann, "hit", limit: 2);
        var second = await SearchAsync(Ann, "hit", before: first.Before, limit: 2);
        var third = await SearchAsync(Ann, "hit", before: second.Before, limit: 2);

        Assert.Equal(["hit 5", "hit 4"], first.Hits.Select(TextOf));
        Assert.Equal(["hit 3", "hit 2"], second.Hits.Select(TextOf));
        Assert.Equal(["hit 1"], third.Hits.Select(TextOf));
        Assert.Null(third.Before);
    }

    [Fact]
    public async Task Pages_miss_nothing_where_many_messages_have_one_time()
    {
        var one = await RoomAsync("r-1", Ann);
        var two = await RoomAsync("r-2", Ann);
        foreach (var log in new[] { one, two, one, two, one, two })
        {
            await log.At(1_000).PostAsync(Ann, $"hit {log.Room} {log.Seq}");
        }

        var found = new List<string?>();
        string? before = null;
        do
        {
            var page = await SearchAsync(Ann, "hit", before: before, limit: 1);
            found.AddRange(page.Hits.Select(TextOf));
            before = page.Before;
        }
        while (before is not null && found.Count < 10);

        Assert.Equal(6, found.Count);
        Assert.Equal(6, found.Distinct().Count());
    }

    [Fact]
    public async Task A_hit_shows_where_it_has_what_was_looked_for()
    {
        var log = await RoomAsync("r-1", Ann);
        await log.CommitAsync(log.Posted(Ann, Content("""{"kind":"file","url":"/m/1","name":"年度 Budget 2026.xlsx"}""")));
        var seq = await log.PostAsync(Ann, "old words");
        await log.CommitAsync(log.Edited(Ann, seq, 2, "今天的 BUDGET，明天下午的budget会议"));

        var page = await SearchAsync(Ann, "budget");
        var narrow = Assert.Single((await SearchAsync(Ann, "budget 下午的 天")).Hits);

        Assert.Equal([new TextRange(4, 6), new TextRange(16, 6)], page.Hits[0].Highlights);
        Assert.Equal([new TextRange(3, 6)], page.Hits[1].Highlights);
        Assert.Equal([new TextRange(1, 1), new TextRange(4, 6), new TextRange(12, 10)], narrow.Highlights);
    }

    [Fact]
    public async Task Pages_of_hits_that_are_few_or_many_among_thousands_of_messages_are_complete_and_in_order()
    {
        var one = await RoomAsync("r-1", Ann);
        var two = await RoomAsync("r-2", Ann);
        for (var number = 0; number < 2_500; number += 250)
        {
            var ones = Enumerable.Range(number, 250).Select(at => one.Posted(Ann, TextAt(at)));
            var twos = Enumerable.Range(number, 250).Select(at => two.Posted(Ann, TextAt(at + 1)));
            await one.AppendAsync([.. ones]);
            await two.AppendAsync([.. twos]);
        }

        foreach (var (word, hits) in new[] { ("all", 5_000), ("tenth", 500), ("hundredth", 50), ("old", 200), ("none", 0) })
        {
            var found = await AllAsync(word, null);
            Assert.Equal(hits, found.Count);
            Assert.Equal(hits, found.Distinct().Count());
            Assert.Equal(found.OrderByDescending(hit => hit.Time).Select(hit => hit.Time), found.Select(hit => hit.Time));
            Assert.Equal(found.Where(hit => hit.Room == "r-2"), await AllAsync(word, two.Room));
        }

        static string TextAt(int at) =>
            $"all {(at % 10 == 0 ? "tenth" : "")} {(at % 100 == 0 ? "hundredth" : "")} {(at is > 0 and <= 100 ? "old" : "")}";
    }

    [Theory]
    [InlineData("word")]
    [InlineData("w")]
    [InlineData("字字")]
    [InlineData("字")]
    public async Task What_others_have_written_since_hides_nothing(string query)
    {
        var ours = await RoomAsync("r-1", Ann);
        var theirs = await RoomAsync("r-2", Bob);
        foreach (var (log, count) in new[] { (ours, 30), (theirs, 300), (ours, 15), (theirs, 40) })
        {
            await log.AppendAsync([.. Enumerable.Range(0, count).Select(_ => log.Posted(log.Room == ours.Room ? Ann : Bob, "word w 字字"))]);
        }

        foreach (var room in new RoomId?[] { null, ours.Room })
        {
            var found = await AllAsync(query, room);
            Assert.Equal(45, found.Distinct().Count());
            Assert.Equal(found.OrderByDescending(hit => hit.Seq), found);
        }
    }

    private async Task<List<(string? Room, long Seq, long Time)>> AllAsync(string word, RoomId? room)
    {
        var found = new List<(string? Room, long Seq, long Time)>();
        string? before = null;
        do
        {
            var page = await SearchAsync(Ann, word, room, before, limit: 40);
            found.AddRange(page.Hits.Select(hit => Json(hit.Frame)).Select(frame => (
                frame.GetProperty("room").GetString(), frame.GetProperty("seq").GetInt64(), frame.GetProperty("time").GetInt64())));
            before = page.Before;
        }
        while (before is not null && found.Count < 6_000);

        return found;
    }

    private static string? TextOf(SearchHit hit) => TextOf(hit.Frame);

    private static MessageContent Content(string json) =>
        new(json.Contains("\"file\"") ? "file" : json.Contains("\"custom\"") ? "custom" : "text", Encoding.UTF8.GetBytes(json));

    private Task<SearchPage> SearchAsync(UserId user, string text, RoomId? room = null, string? before = null, int limit = 20) =>
        Store.SearchAsync(new SearchQuery(user, text, room, before, limit), CancellationToken.None);

    private async Task<IEnumerable<string?>> TextsAsync(UserId user, string text, RoomId? room = null) =>
        (await SearchAsync(user, text, room)).Hits.Select(TextOf);
}
