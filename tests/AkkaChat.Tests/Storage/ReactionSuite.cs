using System.Globalization;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Reactions: what is counted, what a page of history shows, and what a recall leaves.</summary>
public abstract class ReactionSuite : ChatStoreSuite
{
    private const string Thumb = "👍";
    private const string Heart = "❤️";

    private protected ReactionSuite(IStoreFixture fixture)
        : base(fixture)
    {
    }

    [Fact]
    public async Task History_shows_reactions_in_the_order_they_came_and_whose_are_the_readers()
    {
        var log = await RoomAsync("r-1", Ann, Bob, Cid);
        var seq = await log.PostAsync(Ann, "one");
        await log.PostAsync(Ann, "bare");
        await log.AppendAsync(
            log.Reacted(Bob, seq, Thumb), log.Reacted(Ann, seq, Heart), log.Reacted(Cid, seq, Thumb), log.Reacted(Cid, seq, Heart));
        await log.CommitAsync(log.Reacted(Ann, seq, Heart, on: false));

        Assert.Equal([(Thumb, 2, true), (Heart, 1, false)], await ShownAsync(log.Room, seq, Bob));
        Assert.Equal([(Thumb, 2, false), (Heart, 1, false)], await ShownAsync(log.Room, seq, Ann));
        Assert.Equal([(Thumb, 2, false), (Heart, 1, false)], await ShownAsync(log.Room, seq, null));
        Assert.Null(await ShownAsync(log.Room, seq + 1, Bob));
    }

    [Fact]
    public async Task Pages_show_reactions_in_both_directions_and_a_resume_shows_none()
    {
        var log = await RoomAsync("r-1", Ann);
        var first = await log.PostAsync(Ann, "one");
        var second = await log.PostAsync(Ann, "two");
        await log.CommitAsync(log.Reacted(Ann, first, Thumb));
        await log.CommitAsync(log.Reacted(Ann, second, Heart));

        EventPage[] pages =
        [
            await EventsAsync(log.Room, after: first - 1, limit: 1),
            await EventsAsync(log.Room, before: first + 1, limit: 1),
            await EventsAsync(log.Room, after: 0),
            await EventsAsync(log.Room, after: long.MaxValue),
            await EventsAsync(log.Room, limit: 3),
        ];

        Assert.Equal(
            [["👍"], ["👍"], ["👍", "❤️"], [], ["❤️"]],
            pages.Select(page => page.Events.SelectMany(stored => Shown(stored.Frame) ?? []).Select(shown => shown.Emoji)));
        var appended = await EventsAsync(log.Room, folded: false);
        Assert.All(appended.Events, stored => Assert.Null(Shown(stored.Frame)));
    }

    [Fact]
    public async Task Reactions_count_towards_the_bytes_of_a_page()
    {
        var log = await RoomAsync("r-1", Ann);
        var first = await log.PostAsync(Ann, "one");
        var second = await log.PostAsync(Ann, "two");
        var bare = await EventsAsync(log.Room, after: first - 1);
        await log.CommitAsync(log.Reacted(Ann, first, Thumb));
        var bytes = bare.Events.Sum(stored => stored.Frame.Length);

        var page = await EventsAsync(log.Room, after: first - 1, before: second + 1, maxBytes: bytes);

        Assert.Equal([first], page.Events.Select(stored => stored.Seq));
        Assert.True(page.More);
    }

    [Fact]
    public async Task What_is_known_of_a_reaction_can_be_asked_for()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        var seq = await log.PostAsync(Ann, "one");
        var set = await log.CommitAsync(log.Reacted(Ann, seq, Thumb));
        await log.CommitAsync(log.Reacted(Bob, seq, Heart));

        // The kinds are those besides the one that is asked for.
        Assert.Equal(new ReactionFacts(true, set, 1), await FactsAsync(log, seq, Ann, Thumb));
        Assert.Equal(new ReactionFacts(false, null, 1), await FactsAsync(log, seq, Ann, Heart));
        Assert.Equal(new ReactionFacts(false, null, 2), await FactsAsync(log, seq, Ann, "other"));
        var taken = await log.CommitAsync(log.Reacted(Ann, seq, Thumb, on: false));
        Assert.Equal(new ReactionFacts(false, taken, 1), await FactsAsync(log, seq, Ann, Thumb));
        Assert.Equal(new ReactionFacts(false, null, 0), await FactsAsync(log, 99, Ann, Thumb));
    }

    [Fact]
    public async Task A_reaction_set_twice_counts_once_and_one_taken_back_twice_counts_nothing()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        var seq = await log.PostAsync(Ann, "one");
        await log.AppendAsync(log.Reacted(Ann, seq, Thumb), log.Reacted(Ann, seq, Thumb));
        await log.CommitAsync(log.Reacted(Ann, seq, Thumb));
        Assert.Equal([(Thumb, 1, true)], await ShownAsync(log.Room, seq, Ann));

        await log.AppendAsync(log.Reacted(Ann, seq, Thumb, on: false), log.Reacted(Ann, seq, Thumb, on: false));
        await log.CommitAsync(log.Reacted(Bob, seq, Thumb, on: false));

        Assert.Null(await ShownAsync(log.Room, seq, Ann));
    }

    [Fact]
    public async Task A_reaction_that_comes_back_is_the_newest_in_order()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        var seq = await log.PostAsync(Ann, "one");
        await log.AppendAsync(
            log.Reacted(Ann, seq, Thumb),
            log.Reacted(Bob, seq, Heart),
            log.Reacted(Ann, seq, Thumb, on: false),
            log.Reacted(Bob, seq, Thumb));

        Assert.Equal([(Heart, 1, true), (Thumb, 1, true)], await ShownAsync(log.Room, seq, Bob));
    }

    [Fact]
    public async Task A_recall_takes_the_reactions_along_and_none_comes_after_it()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        var seq = await log.PostAsync(Ann, "one");
        var other = await log.PostAsync(Ann, "two");
        await log.CommitAsync(log.Reacted(Bob, seq, Thumb));
        await log.AppendAsync(
            log.Reacted(Bob, other, Heart), log.Reacted(Ann, seq, Thumb), log.Recalled(Ann, seq), log.Reacted(Ann, seq, Heart));
        await log.CommitAsync(log.Reacted(Bob, seq, Heart));

        Assert.Null(await ShownAsync(log.Room, seq, Bob));
        Assert.Equal([(Heart, 1, true)], await ShownAsync(log.Room, other, Bob));
        Assert.Equal(new ReactionFacts(false, null, 0), await FactsAsync(log, seq, Bob, Thumb));
    }

    [Fact]
    public async Task A_reaction_to_something_that_is_no_message_is_refused()
    {
        var log = await RoomAsync("r-1", Ann);

        Assert.Equal(new StoreOutcome.Conflict(2), await log.AppendAsync(log.Reacted(Ann, 1, Thumb)));
    }

    [Fact]
    public async Task Many_peoples_reactions_in_one_batch_are_all_counted()
    {
        var log = await RoomAsync("r-1", Ann);
        var seq = await log.PostAsync(Ann, "one");
        var people = Enumerable.Range(0, 1_000)
            .Select(number => UserId.Parse(string.Create(CultureInfo.InvariantCulture, $"u-{number}")));

        await log.AppendAsync([.. people.Select(user => log.Reacted(user, seq, Thumb))]);

        Assert.Equal([(Thumb, 1_000, false)], await ShownAsync(log.Room, seq, Ann));
    }

    private Task<ReactionFacts> FactsAsync(LogWriter log, long seq, UserId user, string emoji) =>
        Store.FindReactionAsync(log.Room, seq, user, emoji, CancellationToken.None);

    private async Task<IEnumerable<(string Emoji, int Count, bool Mine)>?> ShownAsync(RoomId room, long seq, UserId? reader) =>
        Shown(Assert.Single((await EventsAsync(room, reader, after: seq - 1, limit: 1)).Events).Frame);

    private static IReadOnlyList<(string Emoji, int Count, bool Mine)>? Shown(ReadOnlyMemory<byte> frame) =>
        Json(frame).TryGetProperty("reactions", out var reactions)
            ? [.. reactions.EnumerateArray().Select(shown => (
                shown.GetProperty("emoji").GetString()!,
                shown.GetProperty("count").GetInt32(),
                shown.GetProperty("mine").GetBoolean()))]
            : null;
}
