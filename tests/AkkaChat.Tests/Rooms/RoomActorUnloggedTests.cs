using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.RoomSamples;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

/// <summary>What a room writes that is no event: who follows a broadcast room, who has blocked whom.</summary>
public sealed class RoomActorUnloggedTests : RoomActorTests
{
    private static readonly RoomOptions Options = new();

    [Fact]
    public async Task Who_comes_in_is_answered_when_the_store_has_answered_and_the_user_is_told()
    {
        var room = await StartLiveAsync();
        Store.At(StoreStep.Write).Hold();

        room.Tell(Join(Bob, reference: 1), Asker);
        var write = await Store.At(StoreStep.Write).NextAsync();
        await NothingWasToldAsync(room);
        write.GoOn();

        await DoneAsync(1, seq: 2);
        Assert.Equal(new UserCommand.RoomEntered(Bob, Team, 2), await Users.ExpectMsgAsync<UserCommand.RoomEntered>());
    }

    [Fact]
    public async Task Who_goes_out_is_answered_and_the_user_is_told()
    {
        var room = await StartLiveAsync(Bob);

        room.Tell(Leave(Bob, reference: 1), Asker);

        await DoneAsync(1, seq: 2);
        Assert.Equal(new UserCommand.RoomLeft(Bob, Team), await Users.ExpectMsgAsync<UserCommand.RoomLeft>());
    }

    [Fact]
    public async Task What_cannot_be_written_is_unavailable_and_nobody_is_told()
    {
        var room = await StartLiveAsync();
        Store.At(StoreStep.Write).Fail();

        room.Tell(Join(Bob, reference: 1), Asker);
        await RefusedAsync(1, ErrorCode.Unavailable);

        Assert.False(Users.HasMessages);
        room.Tell(Join(Bob, reference: 2), Asker);
        await DoneAsync(2, seq: 2);
    }

    [Fact]
    public async Task After_a_write_of_which_nobody_knows_it_is_looked_up_again_who_is_in()
    {
        var room = await StartLiveAsync(Bob);
        var lookedUp = Store.At(StoreStep.FindMember).Calls;
        Store.At(StoreStep.Write).Fail();
        room.Tell(Leave(Bob, reference: 1), Asker);
        await RefusedAsync(1, ErrorCode.Unavailable);

        room.Tell(Post(Bob, "k-1", reference: 2), Asker);

        await DoneAsync(2, seq: 3);
        Assert.Equal(lookedUp + 1, Store.At(StoreStep.FindMember).Calls);
    }

    [Fact]
    public async Task What_one_asks_behind_a_join_takes_effect_after_it()
    {
        var room = await StartLiveAsync();

        room.Tell(Join(Bob, reference: 1), Asker);
        room.Tell(Post(Bob, "k-1", reference: 2), Asker);
        room.Tell(Leave(Bob, reference: 3), Asker);
        room.Tell(Post(Bob, "k-2", reference: 4), Asker);

        var answers = await AnswersAsync(4);
        Assert.IsType<RoomReply.Done>(answers[1]);
        Assert.Equal(3, Assert.IsType<RoomReply.Done>(answers[2]).Seq);
        Assert.IsType<RoomReply.Done>(answers[3]);
        Assert.Equal(ErrorCode.NotMember, Assert.IsType<RoomReply.Refused>(answers[4]).Code);
    }

    [Fact]
    public async Task A_mark_behind_a_join_is_set()
    {
        var room = await StartLiveAsync();

        room.Tell(Join(Bob, reference: 1), Asker);
        room.Tell(MarkRead(Bob, 2, reference: 2), Asker);

        await DoneAsync(1, seq: 2);
        Assert.Equal(new RoomReply.Marked(2, 2), await Asker.ExpectMsgAsync<RoomReply.Marked>());
    }

    [Fact]
    public async Task Others_do_not_wait_for_a_join()
    {
        var room = await StartLiveAsync();
        Store.At(StoreStep.Write).Hold();
        room.Tell(Join(Bob, reference: 1), Asker);
        await Store.At(StoreStep.Write).NextAsync();

        room.Tell(Post(Eve, "k-1", reference: 2), Asker);

        await RefusedAsync(2, ErrorCode.NotMember);
    }

    [Fact]
    public async Task A_member_of_a_broadcast_room_is_looked_up_once()
    {
        var room = await StartLiveAsync(Bob);
        var lookedUp = Store.At(StoreStep.FindMember).Calls;

        room.Tell(Post(Bob, "k-1", reference: 1), Asker);
        room.Tell(Post(Bob, "k-2", reference: 2), Asker);

        await DoneAsync(1, seq: 3);
        await DoneAsync(2, seq: 4);
        Assert.Equal(lookedUp, Store.At(StoreStep.FindMember).Calls); // since the join
    }

    [Fact]
    public async Task After_the_room_slept_a_member_is_looked_up()
    {
        await StartLiveAsync(Bob);
        var room = StartRoom();

        room.Tell(Post(Bob, "k-1", reference: 1), Asker);
        room.Tell(Post(Cat, "k-1", reference: 2), Asker);

        var answers = await AnswersAsync(2);
        Assert.Equal(3, Assert.IsType<RoomReply.Done>(answers[1]).Seq);
        Assert.Equal(ErrorCode.NotMember, Assert.IsType<RoomReply.Refused>(answers[2]).Code);
    }

    [Fact]
    public async Task A_member_who_cannot_be_looked_up_is_unavailable()
    {
        var room = await StartLiveAsync();
        Store.At(StoreStep.FindMember).Fail();

        room.Tell(Post(Bob, "k-1", reference: 1), Asker);

        await RefusedAsync(1, ErrorCode.Unavailable);
    }

    [Fact]
    public async Task Whoever_comes_in_is_told_from_where_the_log_stands_on_disk()
    {
        var room = await StartLiveAsync();
        Store.At(StoreStep.Write).Hold();
        room.Tell(Join(Bob, reference: 1), Asker);
        var join = await Store.At(StoreStep.Write).NextAsync();
        room.Tell(Post(Ann, "k-1", reference: 2), Asker);
        room.Tell(Post(Eve, "barrier", reference: 3), Asker);
        await RefusedAsync(3, ErrorCode.NotMember);

        join.GoOn();

        await DoneAsync(1, seq: 2);
        Assert.Equal(2, (await Users.ExpectMsgAsync<UserCommand.RoomEntered>()).Seq);
        (await Store.At(StoreStep.Write).NextAsync()).GoOn();
        await DoneAsync(2, seq: 3);
    }

    [Fact]
    public async Task Who_blocks_is_answered_when_the_store_has_answered()
    {
        SeedDirect();
        var room = StartRoom();
        await WakeAsync(room);
        Store.At(StoreStep.Write).Hold();

        room.Tell(Block(Ann, Bob, reference: 1), Asker);
        var write = await Store.At(StoreStep.Write).NextAsync();
        await NothingWasToldAsync(room);
        Store.At(StoreStep.Write).GoOn();
        write.GoOn();

        await DoneAsync(1, seq: 3);
        room.Tell(Post(Bob, "k-1", reference: 2), Asker);
        await RefusedAsync(2, ErrorCode.Blocked);
    }

    [Fact]
    public async Task A_block_that_cannot_be_written_is_unavailable_and_blocks_nobody()
    {
        SeedDirect();
        var room = StartRoom();
        await WakeAsync(room);
        Store.At(StoreStep.Write).Fail();

        room.Tell(Block(Ann, Bob, reference: 1), Asker);
        await RefusedAsync(1, ErrorCode.Unavailable);
        room.Tell(Post(Bob, "k-1", reference: 2), Asker);

        await DoneAsync(2, seq: 4);
    }

    [Fact]
    public async Task A_block_from_before_the_room_was_opened_holds_after_it_slept()
    {
        StartRoom().Tell(Block(Ann, Bob, reference: 1), Asker);
        await DoneAsync(1, seq: 0);
        var room = StartRoom();

        room.Tell(OpenDirect(Ann, Bob, reference: 2), Asker);
        await DoneAsync(2, seq: 1);
        room.Tell(Post(Bob, "k-1", reference: 3), Asker);

        await RefusedAsync(3, ErrorCode.Blocked);
    }

    [Fact]
    public async Task A_room_that_writes_who_comes_in_stays_awake()
    {
        var room = await StartLiveAsync();
        Store.At(StoreStep.Write).Hold();
        room.Tell(Join(Bob, reference: 1), Asker);
        var write = await Store.At(StoreStep.Write).NextAsync();

        Advance(Options.IdleTimeout);
        await WakeAsync(room);

        Assert.False(Shard.HasMessages);
        write.GoOn();
        await DoneAsync(1, seq: 2);
        Advance(Options.IdleTimeout);
        await Shard.ExpectMsgAsync<Passivate>();
    }

    [Fact]
    public async Task A_room_that_moves_answers_who_comes_in_before_it_stops()
    {
        var room = await StartLiveAsync();
        await WatchAsync(room);
        Store.At(StoreStep.Write).Hold();
        room.Tell(Join(Bob, reference: 1), Asker);
        var write = await Store.At(StoreStep.Write).NextAsync();
        room.Tell(Post(Bob, "k-1", reference: 2), Asker);

        room.Tell(RoomStop.Instance);
        Store.At(StoreStep.Write).GoOn();
        write.GoOn();

        await DoneAsync(1, seq: 2);
        await DoneAsync(2, seq: 3);
        await ExpectTerminatedAsync(room);
    }

    [Fact]
    public async Task A_room_that_moves_answers_read_marks_before_it_stops()
    {
        Seed();
        var room = StartRoom();
        await WakeAsync(room);
        await WatchAsync(room);
        Store.At(StoreStep.Write).Hold();
        room.Tell(MarkRead(Ann, 2, reference: 1), Asker);
        var write = await Store.At(StoreStep.Write).NextAsync();

        room.Tell(RoomStop.Instance);
        write.GoOn();

        Assert.Equal(new RoomReply.Marked(1, 2), await Asker.ExpectMsgAsync<RoomReply.Marked>());
        await ExpectTerminatedAsync(room);
    }

    [Fact]
    public async Task A_room_that_is_cut_off_tells_those_who_wait_to_ask_again()
    {
        var room = await StartLiveAsync();
        Store.At(StoreStep.Write).Hold();
        room.Tell(Join(Bob, reference: 1), Asker);
        await Store.At(StoreStep.Write).NextAsync();
        room.Tell(Post(Bob, "k-1", reference: 2), Asker);
        room.Tell(MarkRead(Ann, 1, reference: 3), Asker);

        room.Tell(PoisonPill.Instance);

        await RefusedAsync(1, ErrorCode.Unavailable);
        await RefusedAsync(2, ErrorCode.Unavailable);
        await RefusedAsync(3, ErrorCode.Unavailable);
    }

    // A broadcast room of Ann's that stands at seq 2; the users came in.
    private async Task<IActorRef> StartLiveAsync(params UserId[] followers)
    {
        var made = new DecidedRoom();
        Store.Write(Team, made.Do(RoomSamples.Create(Ann, RoomKind.Broadcast)));
        var room = StartRoom(Options);
        await WakeAsync(room);
        foreach (var user in followers)
        {
            room.Tell(Join(user, reference: 100), Asker);
            await DoneAsync(100, seq: 2);
            await Users.ExpectMsgAsync<UserCommand.RoomEntered>();
        }

        return room;
    }

    private void SeedDirect() => Store.Write(Team, new DecidedRoom().Do(OpenDirect(Ann, Bob)));

    private async Task<Dictionary<long, RoomReply>> AnswersAsync(int count)
    {
        var answers = new Dictionary<long, RoomReply>();
        while (answers.Count < count)
        {
            var answer = await Asker.ExpectMsgAsync<RoomReply>();
            answers.Add(answer.Ref, answer);
        }

        return answers;
    }
}
