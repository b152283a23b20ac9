using Akka.Actor;
using Akka.TestKit;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Delivery;

/// <summary>How a Delivery sees to it that the rooms know it, wherever they are.</summary>
public sealed class DeliverySubscriptionTests : ActorTests
{
    private static readonly DeliveryOptions Options = new();

    private readonly TestProbe _rooms;
    private readonly TestProbe _room;
    private readonly TestProbe _session;
    private readonly IActorRef _delivery;

    public DeliverySubscriptionTests()
    {
        _rooms = CreateTestProbe("rooms");
        _room = CreateTestProbe("room");
        _session = CreateTestProbe("session");
        _delivery = Sys.ActorOf(Props.Create(() => new DeliveryActor(Options, Store, Reads, _rooms)));
    }

    [Fact]
    public async Task A_room_that_does_not_answer_is_asked_again_soon()
    {
        Attach(Team);
        await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>();

        await AskedAgainAsync();

        _delivery.Tell(new FeedMessage.Subscribed(Team), _room);
        await _session.ExpectMsgAsync<DeliveryPush.Attached>();
    }

    [Fact]
    public async Task A_room_that_answered_is_not_asked_again()
    {
        await GoLiveAsync(Team);
        await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>();

        await TickAsync(20);

        Assert.False(_rooms.HasMessages);
    }

    [Fact]
    public async Task The_rooms_of_a_node_that_is_gone_are_asked_anew()
    {
        await GoLiveAsync(Team);
        await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>();

        _delivery.Tell(new FeedSubscriptions.NodeLost(_room.Ref.Path.Address));

        await AskedAgainAsync();
    }

    [Fact]
    public async Task The_rooms_of_other_nodes_are_left_alone()
    {
        await GoLiveAsync(Team);
        await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>();

        _delivery.Tell(new FeedSubscriptions.NodeLost(Address.Parse("akka.tcp://other@127.0.0.1:1")));
        await TickAsync(20);

        Assert.False(_rooms.HasMessages);
    }

    [Fact]
    public async Task A_last_event_that_a_dead_node_did_not_pass_on_is_found_when_the_room_answers()
    {
        await GoLiveAsync(Team);
        await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>();
        Store.Write(Team, [.. DecidedRoom.Of(Bob).Log.Select(stored => stored.Event)]);
        _delivery.Tell(new FeedSubscriptions.NodeLost(_room.Ref.Path.Address));
        await AskedAgainAsync();

        _delivery.Tell(new FeedMessage.Subscribed(Team), CreateTestProbe("moved"));

        Assert.Equal(3, (await _session.ExpectMsgAsync<DeliveryPush.Events>()).Frames[^1].Seq);
    }

    [Fact]
    public async Task Many_rooms_of_a_dead_node_are_not_all_asked_at_once()
    {
        const int Extra = 10;
        var rooms = Enumerable.Range(0, FeedSubscriptions.MostAtOnce + Extra).Select(i => RoomId.Parse($"r-{i}")).ToArray();
        await GoLiveAsync(rooms);
        await _rooms.ReceiveNAsync(rooms.Length, default).ToListAsync();
        _delivery.Tell(new FeedSubscriptions.NodeLost(_room.Ref.Path.Address));
        var asked = new HashSet<RoomId>();

        while (asked.Count < rooms.Length)
        {
            await TickAsync(1);
            var batch = new List<RoomId>();
            while (_rooms.HasMessages)
            {
                batch.Add((await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>()).Room);
            }

            batch.ForEach(room => _delivery.Tell(new FeedMessage.Subscribed(room), _room));
            asked.UnionWith(batch);
            Assert.InRange(batch.Count, 0, FeedSubscriptions.MostAtOnce);
        }
    }

    [Fact]
    public async Task Late_news_of_an_earlier_life_of_a_room_do_not_make_it_the_owner()
    {
        var former = CreateTestProbe("former");
        await GoLiveAsync(Team);
        _delivery.Tell(new FeedMessage.Events(Team, Frames(1, 2)), _room);
        _delivery.Tell(new FeedMessage.Events(Team, Frames(1)), former);
        await WatchAsync(_session);
        Sys.Stop(_session);
        await ExpectTerminatedAsync(_session);

        // The Delivery may hear of the session's end later than the test.
        await AwaitConditionAsync(() =>
        {
            Advance(Options.QuietCheck);
            return Task.FromResult(_room.HasMessages || former.HasMessages);
        });

        await _room.ExpectMsgAsync<InterestCommand.Unsubscribe>();
        Assert.False(former.HasMessages);
    }

    private void Attach(params RoomId[] rooms) =>
        _delivery.Tell(new AttachCommand.Attach(Ann, [.. rooms.Select(room => (room, 0L))], Writer: null), _session);

    private async Task GoLiveAsync(params RoomId[] rooms)
    {
        Attach(rooms);
        foreach (var room in rooms)
        {
            _delivery.Tell(new FeedMessage.Subscribed(room), _room);
        }

        foreach (var _ in rooms)
        {
            await _session.ExpectMsgAsync<DeliveryPush.Attached>();
        }
    }

    private async Task AskedAgainAsync()
    {
        await AwaitConditionAsync(() =>
        {
            Advance(FeedSubscriptions.Interval);
            return Task.FromResult(_rooms.HasMessages);
        });
        Assert.Equal(Team, (await _rooms.ExpectMsgAsync<InterestCommand.Subscribe>()).Room);
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
        _delivery.Tell(new Identify(0), Asker);
        await Asker.ExpectMsgAsync<ActorIdentity>();
    }
}
