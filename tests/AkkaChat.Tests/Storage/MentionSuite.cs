using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Mentions: who has how many unread.</summary>
public abstract class MentionSuite : ChatStoreSuite
{
    private protected MentionSuite(IStoreFixture fixture)
        : base(fixture)
    {
    }

    [Fact]
    public async Task Unread_mentions_are_those_of_the_user_and_of_everybody()
    {
        var log = await RoomAsync("r-1", Ann, Bob, Cid);
        await log.CommitAsync(log.Mentioning(Ann, Bob));
        await log.CommitAsync(log.Mentioning(Ann, UserId.Everyone));
        await log.CommitAsync(log.Mentioning(Ann, Bob, UserId.Everyone, Bob));
        await log.PostAsync(Ann, "plain");

        Assert.Equal(3, await UnreadAsync(log, Bob));
        Assert.Equal(2, await UnreadAsync(log, Cid));
        Assert.Equal(0, await UnreadAsync(log, Ann));
        var listed = Assert.Single(Assert.Single(await Store.ListConversationsAsync(
            [new ConversationQuery(Bob, null, 10)], CancellationToken.None)).Rooms);
        Assert.Equal((4, 3), (listed.Unread, listed.MentionUnread));
    }

    [Fact]
    public async Task What_was_read_and_what_was_said_before_one_came_in_does_not_count()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        var first = await log.CommitAsync(log.Mentioning(Ann, Bob, Cid));
        await log.CommitAsync(log.Mentioning(Ann, Bob));
        await log.CommitAsync(log.Joined(Cid));

        await WriteAsync(new StoreWrite.MarkRead(log.Room, Bob, first));

        Assert.Equal(1, await UnreadAsync(log, Bob));
        Assert.Equal(0, await UnreadAsync(log, Cid));
    }

    [Fact]
    public async Task Who_mentions_everybody_has_no_unread_mention_of_their_own()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        await log.CommitAsync(log.Mentioning(Bob, UserId.Everyone, Bob));

        Assert.Equal(0, await UnreadAsync(log, Bob));
        Assert.Equal(1, await UnreadAsync(log, Ann));
    }

    [Fact]
    public async Task A_recalled_message_mentions_nobody()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        var first = await log.CommitAsync(log.Mentioning(Ann, Bob, UserId.Everyone));
        var second = log.Mentioning(Ann, Bob);
        await log.AppendAsync(second, log.Recalled(Ann, first), log.Mentioning(Ann, Bob), log.Recalled(Ann, second.Event.Seq));

        Assert.Equal(1, await UnreadAsync(log, Bob));
    }

    [Fact]
    public async Task They_are_counted_up_to_a_limit()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        var everybody = Enumerable.Range(0, Limits.MaxMentionsCounted / 2).Select(_ => log.Mentioning(Ann, UserId.Everyone));
        await log.AppendAsync([.. everybody]);
        await log.AppendAsync([.. Enumerable.Range(0, (Limits.MaxMentionsCounted / 2) - 1).Select(_ => log.Mentioning(Ann, Bob))]);
        Assert.Equal(Limits.MaxMentionsCounted - 1, await UnreadAsync(log, Bob));

        await log.AppendAsync(log.Mentioning(Ann, Bob), log.Mentioning(Ann, Bob));

        Assert.Equal(Limits.MaxMentionsCounted, await UnreadAsync(log, Bob));
    }

    private async Task<long> UnreadAsync(LogWriter log, UserId viewer) => (await ViewAsync(log.Room, viewer)).MentionUnread;
}
