using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Nodes;

/// <summary>Several nodes in one process.</summary>
[Collection(NodesDefinition.Name)]
public abstract class NodeTests : IAsyncLifetime
{
    /// <summary>Takes sockets, and rooms too.</summary>
    protected static readonly string[] Both = ["gateway", "room"];

    /// <summary>Takes sockets only.</summary>
    protected static readonly string[] GatewayOnly = ["gateway"];

    /// <summary>Hosts rooms and users only.</summary>
    protected static readonly string[] RoomOnly = ["room"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TryFor = TimeSpan.FromSeconds(2);

    private TestNode[] _nodes = [];

    private protected ScriptedStore Store { get; } = new();

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private protected async Task<TestNode[]> StartAsync(params string[][] roles) =>
        _nodes = await TestNode.StartAsync(Store, roles);

    /// <summary>Asks until the condition holds.</summary>
    protected static async Task UntilAsync(Func<bool> condition, Func<string> whatThereIs)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!condition())
        {
            if (timeout.IsCancellationRequested)
            {
                throw new TimeoutException(whatThereIs());
            }

            await Task.Yield();
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }

    /// <summary>A room that lives on <paramref name="host"/>: Bob owns it, Ann is in it.</summary>
    private protected static async Task<RoomId> CreateRoomAsync(TestNode by, TestNode host)
    {
        var asker = new Listener(by.System);
        for (var i = 0; ; i++)
        {
            var room = RoomId.Parse($"r-{i}");
            var owner = await AskAsync(by, asker, new RoomCommand.Join(room, Ann, 0));
            if (host == by ? owner.Path.Address.HasLocalScope : owner.Path.Address == host.Address)
            {
                await AskAsync(by, asker, new RoomCommand.Create(room, Bob, 0, "Room", RoomKind.Group, IsPublic: false, [Ann]));
                return room;
            }
        }
    }

    /// <summary>A user of this node who hears the room's events.</summary>
    private protected static async Task<Listener> AttachAsync(TestNode node, RoomId room)
    {
        var listener = new Listener(node.System);
        node.Deliveries.Of(room).Tell(new AttachCommand.Attach(Ann, [(room, 1)], Writer: null), listener.Ref);
        await listener.NextAsync<DeliveryPush.Attached>("to be attached");
        return listener;
    }

    /// <summary>Bob says something by that node, again and again until it is in the log; gives its place.</summary>
    private protected static async Task<long> PostAsync(TestNode by, RoomId room, string key)
    {
        var asker = new Listener(by.System);
        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            by.Rooms.Tell(
                new RoomCommand.Post(room, Bob, 0, new MessageId($"m-{key}"), Key(key), Text(key), [], ReplyTo: null), asker.Ref);
            try
            {
                var (reply, _) = await asker.NextFromAsync<RoomReply>($"an answer to {key}", TryFor);
                if (reply is RoomReply.Done done)
                {
                    return done.Seq;
                }
            }
            catch (TimeoutException) when (!timeout.IsCancellationRequested)
            {
                // The room is on its way to another node: the same key is tried again.
            }
        }
    }

    /// <summary>All events that a listener hears, one after the other, up to that place.</summary>
    private protected static async Task<List<long>> HeardAsync(Listener listener, long upTo)
    {
        var seqs = new List<long>();
        while (seqs.Count == 0 || seqs[^1] < upTo)
        {
            var events = await listener.NextAsync<DeliveryPush.Events>($"events up to {upTo}; had {string.Join(", ", seqs)}");
            seqs.AddRange(events.Frames.Select(frame => frame.Seq));
        }

        return seqs;
    }

    /// <summary>Somebody whose actor lives on <paramref name="host"/>.</summary>
    private protected async Task<UserId> UserOfAsync(TestNode by, TestNode host)
    {
        for (var i = 0; ; i++)
        {
            var user = UserId.Parse($"u-{i}");
            var probe = new Listener(by.System);
            by.Users.Tell(new UserCommand.Register(user, "probe", Device("d-0"), Place: null), probe.Ref);
            var registered = await probe.NextAsync<UserPush.Registered>($"{user} to register");
            by.System.Stop(probe.Ref);
            if (registered.Owner.Path.Address == host.Address)
            {
                Store.People[user] = new UserView(user, "Someone", null);
                return user;
            }
        }
    }

    /// <summary>Asks a room, and tells where it lives.</summary>
    private static async Task<IActorRef> AskAsync(TestNode by, Listener asker, RoomCommand command)
    {
        by.Rooms.Tell(command, asker.Ref);
        return (await asker.NextFromAsync<RoomReply>($"an answer to {command}", Patience)).Sender;
    }
}
