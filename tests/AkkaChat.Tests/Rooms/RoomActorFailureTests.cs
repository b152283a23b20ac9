using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

/// <summary>What a room does when the store refuses, fails or is silent.</summary>
public sealed class RoomActorFailureTests : RoomActorTests
{
    [Fact]
    public async Task After_a_conflict_a_room_tells_the_head_and_decides_anew()
    {
        Seed();
        var room = await StartHeardRoomAsync();
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        await DoneAsync(1, seq: 3);
        await EventsAsync(3);

        Store.Write(Team, Posted(4, Ann, "from-another-node"));
        room.Tell(Post(Ann, "k-2", reference: 2), Asker);

        await DoneAsync(2, seq: 5);
        Assert.Equal(new FeedMessage.Head(Team, 4), await Delivery.ExpectMsgAsync<FeedMessage.Head>());
        await EventsAsync(5);
    }

    [Fact]
    public async Task After_a_conflict_the_rules_apply_to_what_the_log_says_now()
    {
        Seed(Bob);
        var room = StartRoom();
        await WakeAsync(room);

        Store.Write(Team, new RoomEvent.MemberChanged(4, Noon, Bob, MemberChange.Left, Bob, MemberRole.Member));
        room.Tell(Post(Bob, "k-1", reference: 1), Asker);

        await RefusedAsync(1, ErrorCode.NotMember);
    }

    [Fact]
    public async Task All_runs_behind_a_conflict_are_decided_anew_in_their_order()
    {
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.Write).Hold();
        for (var i = 1; i <= 5; i++)
        {
            room.Tell(Post(Ann, $"k-{i}", reference: i), Asker);
        }

        var write = await Store.At(StoreStep.Write).NextAsync();
        await NothingWasToldAsync(room);
        Store.Write(Team, Posted(3, Ann, "from-another-node"));
        Store.At(StoreStep.Write).GoOn();
        write.GoOn();

        for (var i = 1; i <= 5; i++)
        {
            await DoneAsync(i, seq: i + 3);
        }
    }

    [Fact]
    public async Task A_room_goes_on_after_one_conflict_less_than_too_many()
    {
        Seed();
        var room = StartRoom();

        var head = await ConflictAsync(room, RoomOptions.MaxConflicts - 1);

        await DoneAsync(1, seq: head + 1);
    }

    [Fact]
    public async Task A_room_that_meets_too_many_conflicts_stops_and_is_unavailable()
    {
        Seed();
        var room = StartRoom();
        await Shard.WatchAsync(room);

        await ConflictAsync(room, RoomOptions.MaxConflicts);

        await RefusedAsync(1, ErrorCode.Unavailable);
        await Shard.ExpectTerminatedAsync(room);
    }

    [Fact]
    public async Task A_commit_between_conflicts_makes_them_count_anew()
    {
        Seed();
        var room = StartRoom();
        for (var round = 0; round < 2; round++)
        {
            var head = await ConflictAsync(room, RoomOptions.MaxConflicts - 1);

            await DoneAsync(1, seq: head + 1);
        }
    }

    [Fact]
    public async Task A_failed_write_is_unavailable_and_the_next_command_works()
    {
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.Write).Fail();

        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        await RefusedAsync(1, ErrorCode.Unavailable);
        room.Tell(Post(Ann, "k-2", reference: 2), Asker);

        await DoneAsync(2, seq: 3);
        Assert.Equal(2, Store.At(StoreStep.LoadRooms).Calls);
    }

    [Fact]
    public async Task A_failed_write_broadcasts_nothing()
    {
        Seed();
        var room = await StartHeardRoomAsync();
        Store.At(StoreStep.Write).Fail();

        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        await RefusedAsync(1, ErrorCode.Unavailable);
        room.Tell(Post(Ann, "k-2", reference: 2), Asker);

        await DoneAsync(2, seq: 3);
        var events = await Delivery.ExpectMsgAsync<FeedMessage.Events>();
        Assert.Contains("k-2", System.Text.Encoding.UTF8.GetString(events.Frames[0].Frame.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_the_pipeline_does_not_take_is_unavailable_and_those_before_it_are_acked()
    {
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.Write).Hold();
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        var write = await Store.At(StoreStep.Write).NextAsync();
        var closing = Writes.CompleteAsync(TimeSpan.FromSeconds(10));

        room.Tell(Post(Ann, "k-2", reference: 2), Asker);
        await RefusedAsync(2, ErrorCode.Unavailable);
        write.GoOn();

        await DoneAsync(1, seq: 3);
        await closing;
    }

    [Fact]
    public async Task A_key_that_only_the_store_knows_gives_the_first_place()
    {
        var room = StartForgetfulRoom();

        room.Tell(Post(Ann, "old", reference: 1), Asker);

        await DoneAsync(1, seq: 3, duplicate: true);
    }

    [Fact]
    public async Task A_key_that_only_the_store_knows_with_another_text_is_a_conflict()
    {
        var room = StartForgetfulRoom();

        room.Tell(Post(Ann, "old", "another text", reference: 1), Asker);

        await RefusedAsync(1, ErrorCode.Conflict);
    }

    [Fact]
    public async Task What_shares_a_run_with_a_known_key_is_decided_anew()
    {
        var room = StartForgetfulRoom();
        Store.At(StoreStep.LoadRooms).Hold();
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        room.Tell(Post(Ann, "old", reference: 2), Asker);
        room.Tell(Post(Ann, "k-2", reference: 3), Asker);

        var load = await Store.At(StoreStep.LoadRooms).NextAsync();
        Store.At(StoreStep.LoadRooms).GoOn();
        load.GoOn();

        await DoneAsync(2, seq: 3, duplicate: true);
        await DoneAsync(1, seq: 4);
        await DoneAsync(3, seq: 5);
    }

    [Fact]
    public async Task A_room_that_cannot_be_loaded_is_unavailable_and_tries_again_at_the_next_command()
    {
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.LoadRooms).Fail();

        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        await RefusedAsync(1, ErrorCode.Unavailable);
        room.Tell(Post(Ann, "k-1", reference: 2), Asker);

        await DoneAsync(2, seq: 3);
    }

    [Fact]
    public async Task As_many_commands_wait_for_a_room_as_may_and_no_more()
    {
        const int Capacity = 4096;
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.LoadRooms).Hold();

        for (var i = 1; i <= Capacity + 1; i++)
        {
            room.Tell(Post(Ann, $"k-{i}", reference: i), Asker);
        }

        await RefusedAsync(Capacity + 1, ErrorCode.RateLimited);
        (await Store.At(StoreStep.LoadRooms).NextAsync()).Fail();
        for (var i = 1; i <= Capacity; i++)
        {
            await RefusedAsync(i, ErrorCode.Unavailable);
        }
    }

    [Fact]
    public async Task A_room_that_is_stopped_refuses_those_who_wait()
    {
        Seed();
        var room = StartRoom();
        Store.At(StoreStep.LoadRooms).Hold();
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        await Store.At(StoreStep.LoadRooms).NextAsync();

        room.Tell(PoisonPill.Instance);

        await RefusedAsync(1, ErrorCode.Unavailable);
    }

    [Fact]
    public async Task A_room_that_is_cut_off_tells_those_whose_commit_it_will_not_see_to_ask_again()
    {
        Seed();
        var room = StartRoom();
        await WakeAsync(room);
        Store.At(StoreStep.Write).Hold();
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        await Store.At(StoreStep.Write).NextAsync();

        room.Tell(PoisonPill.Instance);

        await RefusedAsync(1, ErrorCode.Unavailable);
    }

    [Fact]
    public async Task A_room_that_moves_answers_what_is_on_its_way_before_it_stops()
    {
        Seed();
        var room = StartRoom();
        await WakeAsync(room);
        await WatchAsync(room);
        Store.At(StoreStep.Write).Hold();
        room.Tell(Post(Ann, "k-1", reference: 1), Asker);
        var write = await Store.At(StoreStep.Write).NextAsync();

        room.Tell(RoomStop.Instance);
        write.GoOn();

        await DoneAsync(1, seq: 3);
        await ExpectTerminatedAsync(room);
    }

    [Fact]
    public async Task A_quiet_room_that_moves_stops_at_once()
    {
        Seed();
        var room = StartRoom();
        await WakeAsync(room);
        await WatchAsync(room);

        room.Tell(RoomStop.Instance);

        await ExpectTerminatedAsync(room);
    }

    // Another node is one step ahead at that many writes; gives where the log stands then.
    private async Task<long> ConflictAsync(IActorRef room, int times)
    {
        var writes = Store.At(StoreStep.Write);
        writes.Hold();
        room.Tell(Post(Ann, $"k-{Store.Head(Team)}", reference: 1), Asker);
        var head = Store.Head(Team);
        for (var i = 0; i < times; i++)
        {
            var write = await writes.NextAsync();
            Store.Write(Team, Posted(++head, Ann, $"from-another-node-{head}"));
            if (i == times - 1)
            {
                writes.GoOn();
            }

            write.GoOn();
        }

        return head;
    }

    // The message at seq 3 is not among those that the room is told of.
    private IActorRef StartForgetfulRoom()
    {
        Store.Recent = 0;
        Seed();
        Store.Write(Team, Posted(3, Ann, "old"));
        return StartRoom();
    }
}
