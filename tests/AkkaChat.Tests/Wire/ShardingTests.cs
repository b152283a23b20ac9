using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaChat.Protocol;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Users;
using Xunit;
using static AkkaChat.Tests.Support.Samples;
using ClusterExtension = Akka.Cluster.Cluster;

namespace AkkaChat.Tests.Wire;

/// <summary>Sharding, and what else of Akka crosses nodes, with nothing but the serializers that are left.</summary>
public sealed class ShardingTests : IAsyncLifetime
{
    private const int Shards = 100;
    private const int People = 40;
    private readonly WireNode _here = new();
    private readonly WireNode _there = new();

    public async Task InitializeAsync()
    {
        await _here.InitializeAsync();
        await _there.InitializeAsync();
        await _here.JoinAsync(_here);
        await _there.JoinAsync(_here);
    }

    public async Task DisposeAsync()
    {
        await _there.DisposeAsync();
        await _here.DisposeAsync();
    }

    [Fact]
    public async Task Users_live_on_both_nodes_and_move_when_one_leaves()
    {
        var fromHere = await StartUsersAsync(_here);
        var fromThere = await StartUsersAsync(_there);
        var session = new Inbox(_here, "session");
        var rival = new Inbox(_there, "rival");

        var owners = new Dictionary<UserId, IActorRef>();
        foreach (var user in Users())
        {
            fromHere.Tell(new UserCommand.Register(user, "web", Device("d-1"), Place: null), session.Actor);
            owners.Add(user, (await session.NextAsync<UserPush.Registered>()).Owner);
        }

        var (local, remote) = (owners.First(IsHere), owners.First(owner => !IsHere(owner)));
        Assert.Equal(_there.Address, remote.Value.Path.Address);

        // To a user here from there and the other way round; the answer crosses back.
        fromThere.Tell(new UserCommand.Register(local.Key, "web", Device("d-1"), Place: null), rival.Actor);
        await rival.NextAsync<UserPush.Registered>();
        Assert.True((await session.NextAsync<UserPush.Displaced>()).SameDevice);
        fromHere.Tell(new UserCommand.RoomEntered(remote.Key, Team, 7));
        Assert.Equal(7, (await session.NextAsync<UserPush.RoomEntered>()).Seq);
        var asked = await fromHere.Ask<UserPush.Registered>(
            new UserCommand.Register(remote.Key, "ios", Device("d-2"), Place: null), WireNode.Patience);
        Assert.Equal(remote.Value, asked.Owner);

        // Its users stop with the node, their sessions hear of it, and the next message wakes them here.
        await ClusterExtension.Get(_there.System).LeaveAsync();
        foreach (var _ in owners.Values.Where(owner => !IsHere(owner)))
        {
            await session.NextAsync<UserPush.OwnerStopped>();
        }

        fromHere.Tell(new UserCommand.Register(remote.Key, "web", Device("d-1"), Place: null), session.Actor);
        Assert.True(IsHere((await session.NextAsync<UserPush.Registered>()).Owner));
        var errors = _here.Errors.Concat(_there.Errors).Where(IsNotTheEndOfTheOtherNode).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors));
    }

    [Fact]
    public async Task The_framework_s_own_messages_cross()
    {
        var probe = new Inbox(_here, "probe");
        var target = new Inbox(_there, "target");
        var remote = _here.ActorOf(_there, "target");

        remote.Tell(new Identify(7), probe.Actor);
        var subject = (await probe.NextAsync<ActorIdentity>()).Subject;
        Assert.Equal(remote.Path, subject.Path);
        _here.System.ActorSelection(remote.Path).Tell(new Identify(8), probe.Actor);
        Assert.Equal(8, (await probe.NextAsync<ActorIdentity>()).MessageId);
        remote.Tell(new Status.Failure(new InvalidOperationException("broken")));
        Assert.Equal("broken", (await target.NextAsync<Status.Failure>()).Cause.Message);
        remote.Tell(new Status.Success("done"));
        Assert.Equal("done", (await target.NextAsync<Status.Success>()).Status);
        probe.Watch(subject);
        remote.Tell(PoisonPill.Instance);
        Assert.Equal(subject, (await probe.NextAsync<Terminated>()).ActorRef);
        Assert.Empty(_here.Errors.Concat(_there.Errors));
    }

    // A node that has left closes its connections; the other one may call that an error before the test is over.
    private static bool IsNotTheEndOfTheOtherNode(string error) =>
        !error.Contains("] Disassociated", StringComparison.Ordinal); // its cause may follow

    private static Task<IActorRef> StartUsersAsync(WireNode node)
    {
        var with = new UserDependencies(TimeProvider.System, new PresenceOptions(), (_, _) => { });
        return ClusterSharding.Get(node.System).StartAsync(
            "user",
            _ => Props.Create(() => new UserActor(with)),
            ClusterShardingSettings.Create(node.System),
            new EntityExtractor(Shards));
    }

    private static IEnumerable<UserId> Users() => Enumerable.Range(0, People).Select(i => UserId.Parse($"u-{i}"));

    private static bool IsHere(KeyValuePair<UserId, IActorRef> owner) => IsHere(owner.Value);

    private static bool IsHere(IActorRef owner) => owner.Path.Address.HasLocalScope;
}
