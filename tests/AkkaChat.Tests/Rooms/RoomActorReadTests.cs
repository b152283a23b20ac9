using System.Text;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

/// <summary>Read marks: written at once, told to the room at intervals.</summary>
public sealed class RoomActorReadTests : RoomActorTests
{
    private static readonly RoomOptions Options = new();

    [Fact]
    public async Task A_mark_is_answered_with_where_it_stands()
    {
        Seed();
        var room = StartRoom();

        room.Tell(MarkRead(Ann, 2, reference: 1), Asker);
        room.Tell(MarkRead(Ann, 1, reference: 2), Asker);

        await MarkedAsync(1, seq: 2);
        await MarkedAsync(2, seq: 2);
    }

    [Fact]
    public async Task A_mark_beyond_the_log_stands_at_its_end()
    {
        Seed();
        var room = StartRoom();

        room.Tell(MarkRead(Ann, 99, reference: 1), Asker);

        await MarkedAsync(1, seq: 2);
    }

    [Fact]
    public async Task A_mark_waits_for_what_was_decided_before_it()
    {
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.Write).Hold();

        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        room.Tell(Join(Bob, reference: 2), Asker);
        room.Tell(MarkRead(Bob, 4, reference: 3), Asker);
        (await Store.At(StoreStep.Write).NextAsync()).GoOn();
        (await Store.At(StoreStep.Write).NextAsync()).GoOn();

        await DoneAsync(1, seq: 3);
        await DoneAsync(2, seq: 4);
        await MarkedAsync(3, seq: 4);
    }

    [Fact]
    public async Task A_stranger_sets_no_mark()
    {
        Seed();
        var room = StartRoom();

        room.Tell(MarkRead(Eve, 1, reference: 1), Asker);

        await RefusedAsync(1, ErrorCode.NotMember);
    }

    [Fact]
    public async Task A_room_that_nobody_made_has_no_marks()
    {
        var room = StartRoom();

        room.Tell(MarkRead(Ann, 1, reference: 1), Asker);

        await RefusedAsync(1, ErrorCode.NotFound);
    }

    [Fact]
    public async Task A_mark_that_could_not_be_written_is_unavailable()
    {
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.Write).Fail();

        room.Tell(MarkRead(Ann, 1, reference: 1), Asker);

        await RefusedAsync(1, ErrorCode.Unavailable);
    }

    [Fact]
    public async Task As_many_marks_are_written_at_once_as_may_be_and_no_more()
    {
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.Write).Hold();

        for (var i = 1; i <= RoomOptions.MaxPendingEvents + 1; i++)
        {
            room.Tell(MarkRead(Ann, 1, reference: i), Asker);
        }

        await RefusedAsync(RoomOptions.MaxPendingEvents + 1, ErrorCode.RateLimited);
        (await Store.At(StoreStep.Write).NextAsync()).GoOn();
    }

    [Fact]
    public async Task The_first_mark_is_told_at_once()
    {
        Seed();
        var room = await StartHeardRoomAsync(Options);

        room.Tell(MarkRead(Ann, 2), Asker);

        await ToldAsync(Ann, 2);
    }

    [Fact]
    public async Task Marks_that_follow_within_the_interval_are_told_together_as_the_newest()
    {
        Seed(Bob);
        var room = await StartHeardRoomAsync(Options);
        room.Tell(MarkRead(Ann, 1, reference: 1), Asker);
        await MarkedAsync(1, seq: 1);
        await ToldAsync(Ann, 1);

        room.Tell(MarkRead(Ann, 2, reference: 2), Asker);
        await MarkedAsync(2, seq: 2);
        room.Tell(MarkRead(Ann, 3, reference: 3), Asker);
        await MarkedAsync(3, seq: 3);
        Advance(Options.ReadPushInterval - TimeSpan.FromMilliseconds(1));
        await WakeAsync(room);
        Assert.False(Delivery.HasMessages);
        Advance(TimeSpan.FromMilliseconds(1));

        await ToldAsync(Ann, 3);
    }

    [Fact]
    public async Task After_a_quiet_interval_a_mark_is_told_at_once_again()
    {
        Seed(Bob);
        var room = await StartHeardRoomAsync(Options);
        room.Tell(MarkRead(Ann, 1, reference: 1), Asker);
        await MarkedAsync(1, seq: 1);
        await ToldAsync(Ann, 1);
        await WakeAsync(room);
        Advance(Options.ReadPushInterval);
        await WakeAsync(room);

        room.Tell(MarkRead(Ann, 2, reference: 2), Asker);

        await ToldAsync(Ann, 2);
    }

    [Fact]
    public async Task In_the_largest_room_with_receipts_all_are_told()
    {
        SeedMany(Limits.MaxReceiptMembers);
        var room = await StartHeardRoomAsync(Options);

        room.Tell(MarkRead(Ann, 2), Asker);

        await ToldAsync(Ann, 2);
    }

    [Fact]
    public async Task In_a_larger_room_only_the_reader_is_told()
    {
        SeedMany(Limits.MaxReceiptMembers + 1);
        var room = await StartHeardRoomAsync(Options);

        room.Tell(MarkRead(Ann, 2), Asker);

        var told = await Users.ExpectMsgAsync<UserCommand.Tell>();
        Assert.Equal(Ann, told.User);
        Assert.Equal(Pushes.Read(Team, Ann, 2), told.Frame.ToArray());
    }

    private void SeedMany(int members) =>
        Seed([.. Enumerable.Range(2, members - 1).Select(i => UserId.Parse($"u-{i}"))]);

    private async Task MarkedAsync(long reference, long seq) =>
        Assert.Equal(new RoomReply.Marked(reference, seq), await Asker.ExpectMsgAsync<RoomReply.Marked>());

    private async Task ToldAsync(UserId user, long seq)
    {
        var told = await Delivery.ExpectMsgAsync<FeedMessage.Ephemeral>();
        Assert.Equal(
            Encoding.UTF8.GetString(Pushes.Read(Team, user, seq)), Encoding.UTF8.GetString(told.Frame.Span));
    }
}
