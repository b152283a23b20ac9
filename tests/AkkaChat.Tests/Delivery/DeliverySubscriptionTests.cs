using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Delivery;

/// <summary>How a Delivery sees to it that the rooms know it, wherever they are.</summary>
public sealed class DeliverySubscriptionTests : DeliveryTests
{
    [Fact]
    public async Task A_room_that_does_not_answer_is_asked_again_soon()
    {
        Attach(Session, Ann);
        await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>();

        await AskedAgainAsync();

        Delivery.Tell(new FeedMessage.Subscribed(Team), Room);
        await Session.ExpectMsgAsync<DeliveryPush.Attached>();
    }

    [Fact]
    public async Task A_room_that_answered_is_not_asked_again()
    {
        await GoLiveAsync();
        await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>();

        await TickAsync(20);

        Assert.False(Rooms.HasMessages);
    }

    [Fact]
    public async Task The_rooms_of_a_node_that_is_gone_are_asked_anew()
    {
        await GoLiveAsync();
        await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>();

        Delivery.Tell(new FeedSubscriptions.NodeLost(Room.Ref.Path.Address));

        await AskedAgainAsync();
    }

    [Fact]
    public async Task The_rooms_of_other_nodes_are_left_alone()
    {
        await GoLiveAsync();
        await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>();

        Delivery.Tell(new FeedSubscriptions.NodeLost(Address.Parse("akka.tcp://other@127.0.0.1:1")));
        await TickAsync(20);

        Assert.False(Rooms.HasMessages);
    }

    [Fact]
    public async Task A_last_event_that_a_dead_node_did_not_pass_on_is_found_when_the_room_answers()
    {
        await GoLiveAsync();
        await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>();
        Store.Write(Team, [.. DecidedRoom.Of(Bob).Log.Select(stored => stored.Event)]);
        Delivery.Tell(new FeedSubscriptions.NodeLost(Room.Ref.Path.Address));
        await AskedAgainAsync();

        Delivery.Tell(new FeedMessage.Subscribed(Team), CreateTestProbe("moved"));

        Assert.Equal(3, (await Session.ExpectMsgAsync<DeliveryPush.Events>()).Frames[^1].Seq);
    }

    [Fact]
    public async Task Many_rooms_of_a_dead_node_are_not_all_asked_at_once()
    {
        const int Extra = 10;
        var rooms = Enumerable.Range(0, FeedSubscriptions.MostAtOnce + Extra).Select(i => RoomId.Parse($"r-{i}")).ToArray();
        await GoLiveAsync(rooms);
        await Rooms.ReceiveNAsync(rooms.Length, default).ToListAsync();
        Delivery.Tell(new FeedSubscriptions.NodeLost(Room.Ref.Path.Address));
        var asked = new HashSet<RoomId>();

        while (asked.Count < rooms.Length)
        {
            await TickAsync(1);
            var batch = new List<RoomId>();
            while (Rooms.HasMessages)
            {
                batch.Add((await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>()).Room);
            }

            batch.ForEach(room => Delivery.Tell(new FeedMessage.Subscribed(room), Room));
            asked.UnionWith(batch);
            Assert.InRange(batch.Count, 0, FeedSubscriptions.MostAtOnce);
        }
    }

    [Fact]
    public async Task Late_news_of_an_earlier_life_of_a_room_do_not_make_it_the_owner()
    {
        var former = CreateTestProbe("former");
        await GoLiveAsync();
        Delivery.Tell(new FeedMessage.Events(Team, Frames(1, 2)), Room);
        Delivery.Tell(new FeedMessage.Events(Team, Frames(1)), former);
        await WatchAsync(Session);
        Sys.Stop(Session);
        await ExpectTerminatedAsync(Session);

        // The Delivery may hear of the session's end later than the test.
        await AwaitConditionAsync(() =>
        {
            Advance(Options.QuietCheck);
            return Task.FromResult(Room.HasMessages || former.HasMessages);
        });

        await Room.ExpectMsgAsync<InterestCommand.Unsubscribe>();
        Assert.False(former.HasMessages);
    }

    private async Task AskedAgainAsync()
    {
        await AwaitConditionAsync(() =>
        {
            Advance(FeedSubscriptions.Interval);
            return Task.FromResult(Rooms.HasMessages);
        });
        Assert.Equal(Team, (await Rooms.ExpectMsgAsync<InterestCommand.Subscribe>()).Room);
    }

    private async Task TickAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Advance(FeedSubscriptions.Interval);
            await SettleAsync();
        }
    }

    // The Delivery has handled all it was told before.
    private async Task SettleAsync()
    {
        Delivery.Tell(new Identify(0), Asker);
        await Asker.ExpectMsgAsync<ActorIdentity>();
    }
}
