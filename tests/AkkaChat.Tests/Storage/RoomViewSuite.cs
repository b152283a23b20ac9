using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Rooms as users see them: lists, unread counts, read marks, members, receipts.</summary>
public abstract class RoomViewSuite : ChatStoreSuite
{
    private protected RoomViewSuite(IStoreFixture fixture)
        : base(fixture)
    {
    }

    [Fact]
    public async Task Unread_counts_messages_of_others_after_the_mark_and_no_other_events()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        var first = await log.PostAsync(Ann, "one");
        await log.PostAsync(Ann, "two");
        await log.CommitAsync(log.Edited(Ann, first, 2, "uno"));
        await log.CommitAsync(log.Joined(Cid));

        Assert.Equal(0, (await ViewAsync(log.Room, Ann)).Unread);
        Assert.Equal(2, (await ViewAsync(log.Room, Bob)).Unread);
        Assert.Equal(0, (await ViewAsync(log.Room, Cid)).Unread);

        await log.PostAsync(Bob, "three");
        Assert.Equal(0, (await ViewAsync(log.Room, Bob)).Unread);
        Assert.Equal(log.Seq, (await ViewAsync(log.Room, Bob)).ReadSeq);
        Assert.Equal(1, (await ViewAsync(log.Room, Ann)).Unread);
        Assert.Equal(1, (await ViewAsync(log.Room, Cid)).Unread);
    }

    [Fact]
    public async Task Who_comes_back_has_nothing_unread()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        await log.CommitAsync(log.Gone(Bob));
        await log.PostAsync(Ann, "while away");
        await log.CommitAsync(log.Joined(Bob));

        var view = await ViewAsync(log.Room, Bob);

        Assert.Equal((0, log.Seq), (view.Unread, view.ReadSeq));
    }

    [Fact]
    public async Task A_read_mark_goes_forward_only_and_not_past_the_end()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        await log.PostAsync(Ann, "one");
        await log.PostAsync(Ann, "two");
        await log.CommitAsync(log.Joined(Cid));

        Assert.Equal(new StoreOutcome.Marked(4), await MarkAsync(log, Bob, 4));
        Assert.Equal(1, (await ViewAsync(log.Room, Bob)).Unread);
        Assert.Equal(new StoreOutcome.Marked(4), await MarkAsync(log, Bob, 2));
        Assert.Equal(new StoreOutcome.Marked(6), await MarkAsync(log, Bob, long.MaxValue));
        Assert.Equal(new StoreOutcome.Marked(6), await MarkAsync(log, Bob, -1));
        var view = await ViewAsync(log.Room, Bob);
        Assert.Equal((0, 6), (view.Unread, view.ReadSeq));
    }

    [Fact]
    public async Task Only_a_member_has_a_read_mark()
    {
        var log = await RoomAsync("r-1", Ann);

        Assert.IsType<StoreOutcome.Missing>(await MarkAsync(log, Bob, 1));
        Assert.IsType<StoreOutcome.Missing>(await MarkAsync(Log("r-none"), Ann, 1));
    }

    [Fact]
    public async Task A_stranger_sees_the_door_only()
    {
        var log = await RoomAsync("r-1", Ann);
        await log.PostAsync(Ann, "inside");

        var view = await ViewAsync(log.Room, Bob);

        Assert.Null(view.Role);
        Assert.True(view.Last.IsEmpty);
        Assert.Equal(("Team", 1, 0), (view.Name, view.MemberCount, view.Unread));
        Assert.Null(await Store.FindRoomAsync(RoomId.Parse("r-none"), Ann, CancellationToken.None));
    }

    [Fact]
    public async Task The_newest_message_shows_its_edit_and_its_recall()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        Assert.True((await ViewAsync(log.Room, Ann)).Last.IsEmpty);
        var seq = await log.PostAsync(Ann, "one");
        Assert.Equal("one", TextOf((await ViewAsync(log.Room, Bob)).Last));

        await log.CommitAsync(log.Edited(Ann, seq, 2, "uno"));
        Assert.Equal("uno", TextOf((await ViewAsync(log.Room, Bob)).Last));

        await log.CommitAsync(log.Recalled(Ann, seq));
        var last = Json((await ViewAsync(log.Room, Bob)).Last);
        Assert.True(last.GetProperty("recalled").GetBoolean());
        Assert.Equal(seq, last.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_list_shows_the_users_rooms_newest_first()
    {
        var old = Log("r-old").At(1_000);
        await old.CreateAsync(Ann);
        var busy = Log("r-busy").At(2_000);
        await busy.CreateAsync(Ann, Bob);
        var foreign = Log("r-foreign").At(3_000);
        await foreign.CreateAsync(Bob);
        var posted = old.At(4_000).Posted(Ann, "newest");
        await old.CommitAsync(posted);
        await busy.At(5_000).CommitAsync(busy.Joined(Cid));

        var page = await ListAsync(Ann, null, 10);

        Assert.Equal(["r-old", "r-busy"], page.Rooms.Select(room => room.Id.Value));
        Assert.Null(page.Cursor);
        Assert.Empty(page.Rest);
        Assert.Equal((posted.Event.Time, MemberRole.Owner), (page.Rooms[0].UpdatedAt, page.Rooms[0].Role));
        Assert.Equal("newest", TextOf(page.Rooms[0].Last));
        Assert.Equal(3, page.Rooms[1].MemberCount);
    }

    [Fact]
    public async Task A_list_is_paged_without_gap_or_overlap_even_when_times_are_equal()
    {
        foreach (var number in Enumerable.Range(0, 7))
        {
            await Log($"r-{number}").At(1_000).CreateAsync(Ann);
        }

        var first = await ListAsync(Ann, null, 3);
        var second = await ListAsync(Ann, first.Cursor, 3);
        var third = await ListAsync(Ann, second.Cursor, 3);

        Assert.Equal(["r-0", "r-1", "r-2"], first.Rooms.Select(room => room.Id.Value));
        Assert.Equal(["r-3", "r-4", "r-5"], second.Rooms.Select(room => room.Id.Value));
        Assert.Equal(["r-6"], third.Rooms.Select(room => room.Id.Value));
        Assert.Null(third.Cursor);
        Assert.Equal([("r-3", 2L), ("r-4", 2L), ("r-5", 2L), ("r-6", 2L)], first.Rest.Select(rest => (rest.Room.Value, rest.LastSeq)));
        Assert.Empty(second.Rest);
    }

    [Fact]
    public async Task Lists_of_many_users_are_read_at_once()
    {
        await RoomAsync("r-ann", Ann);
        await RoomAsync("r-both", Ann, Bob);

        var pages = await Store.ListConversationsAsync(
            [new ConversationQuery(Bob, null, 10), new ConversationQuery(Cid, null, 10), new ConversationQuery(Ann, null, 10)],
            CancellationToken.None);

        Assert.Equal([1, 0, 2], pages.Select(page => page.Rooms.Count));
    }

    [Fact]
    public async Task A_membership_mark_changes_with_every_coming_and_going_and_with_nothing_else()
    {
        var marks = new List<long> { await MarkOfAsync(Bob) };
        var log = Log("r-1").At(1_000);
        await log.CreateAsync(Ann, Bob);
        marks.Add(await MarkOfAsync(Bob));
        var other = Log("r-2").At(2_000);
        await other.CreateAsync(Ann, Bob);
        marks.Add(await MarkOfAsync(Bob));
        await log.At(3_000).CommitAsync(log.Gone(Bob));
        marks.Add(await MarkOfAsync(Bob));
        await log.At(4_000).CommitAsync(log.Joined(Bob));
        marks.Add(await MarkOfAsync(Bob));
        await log.PostAsync(Bob, "one");

        Assert.Equal(0, marks[0]);
        Assert.Equal(marks.Count, marks.Distinct().Count());
        Assert.Equal(marks[^1], await MarkOfAsync(Bob));
        Assert.Equal(
            [0L, marks[^1], 0L], await Store.LoadMembershipMarksAsync([Cid, Bob, Cid], CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no cursor!")]
    [InlineData("bm9jb2xvbg")]
    [InlineData("eDpyLTE")]
    [InlineData("LTE6ci0x")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OnItMQ")]
    public async Task A_made_up_cursor_is_refused(string cursor)
    {
        var log = await RoomAsync("r-1", Ann);

        await Assert.ThrowsAsync<InvalidCursorException>(() => ListAsync(Ann, cursor, 3));
        await Assert.ThrowsAsync<InvalidCursorException>(
            () => Store.ListMembersAsync(log.Room, cursor, 3, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidCursorException>(
            () => Store.SearchAsync(new SearchQuery(Ann, "x", null, cursor, 3), CancellationToken.None));
    }

    [Fact]
    public async Task A_direct_room_has_the_other_persons_name_and_picture()
    {
        await WriteAsync(new StoreWrite.AddUser(new UserView(Ann, "Ann", "/ann.png"), Guest: false, Time: 1));
        var log = Log("dm-1", RoomKind.Direct);
        await log.CreateAsync(Ann, Bob);

        var ofBob = Assert.Single((await ListAsync(Bob, null, 10)).Rooms);
        var ofAnn = Assert.Single((await ListAsync(Ann, null, 10)).Rooms);

        Assert.Equal((RoomKind.Direct, "Ann", "/ann.png"), (ofBob.Kind, ofBob.Name, ofBob.Avatar));
        Assert.Equal(new UserView(Ann, "Ann", "/ann.png"), ofBob.Peer);
        Assert.Equal(("u-bob", null), (ofAnn.Name, ofAnn.Avatar));
        Assert.Null((await ViewAsync(log.Room, Cid)).Peer);
    }

    [Fact]
    public async Task Members_are_listed_by_id_in_pages()
    {
        await WriteAsync(new StoreWrite.AddUser(new UserView(Bob, "Bob", null), Guest: true, Time: 1));
        var log = await RoomAsync("r-1", Cid, Ann, Bob);

        var first = await Store.ListMembersAsync(log.Room, null, 2, CancellationToken.None);
        var second = await Store.ListMembersAsync(log.Room, first.Cursor, 2, CancellationToken.None);

        Assert.Equal([Ann, Bob], first.Members.Select(member => member.User.Id));
        Assert.Equal(["u-ann", "Bob"], first.Members.Select(member => member.User.Name));
        Assert.Equal((Cid, MemberRole.Owner), (second.Members[0].User.Id, second.Members[0].Role));
        Assert.Null(second.Cursor);
    }

    [Fact]
    public async Task Receipts_tell_who_has_read_the_author_among_them()
    {
        var log = await RoomAsync("r-1", Ann, Bob, Cid);
        var seq = await log.PostAsync(Ann, "one");
        await log.PostAsync(Ann, "two");
        await MarkAsync(log, Bob, seq);

        var receipts = await Store.ListReceiptsAsync(log.Room, seq, CancellationToken.None);

        Assert.Equal([Ann, Bob], receipts.Read);
        Assert.Equal([Cid], receipts.Unread);
    }

    [Fact]
    public async Task Members_and_counts_follow_comings_and_goings()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        await log.CommitAsync(log.Joined(Cid));
        await log.CommitAsync(log.Gone(Bob, MemberChange.Removed));
        await log.CommitAsync(log.Gone(Bob));
        await log.CommitAsync(log.Joined(Cid));

        var view = await ViewAsync(log.Room, Ann);
        var members = await Store.ListMembersAsync(log.Room, null, 10, CancellationToken.None);

        Assert.Equal(2, view.MemberCount);
        Assert.Equal([Ann, Cid], members.Members.Select(member => member.User.Id));
        Assert.Empty((await ListAsync(Bob, null, 10)).Rooms);
    }

    private async Task<long> MarkOfAsync(UserId user) =>
        Assert.Single(await Store.LoadMembershipMarksAsync([user], CancellationToken.None));

    private Task<StoreOutcome> MarkAsync(LogWriter log, UserId user, long seq) =>
        WriteAsync(new StoreWrite.MarkRead(log.Room, user, seq));

    private async Task<ConversationPage> ListAsync(UserId user, string? cursor, int limit) =>
        Assert.Single(await Store.ListConversationsAsync([new ConversationQuery(user, cursor, limit)], CancellationToken.None));
}
