using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using AkkaChat.Server.Cluster;

namespace AkkaChat.Tests.Cluster;

/// <summary>
/// Nodes of one cluster as actor systems of this process, the test's own among them. Heartbeats are so patient that within
/// a test they find nothing.
/// </summary>
public abstract class ClusterStage() : TestKit(Settings, Name)
{
    private const string Name = "stage";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<ActorSystem> _others = [];

    /// <summary>What holds for every node. Terminating an actor system is dying: it tells nobody.</summary>
    protected static Config Settings { get; } = ConfigurationFactory.ParseString("""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          actor.provider = cluster
          remote.dot-netty.tcp {
            hostname = "127.0.0.1"
            port = 0
          }
          coordinated-shutdown {
            run-by-actor-system-terminate = off
            terminate-actor-system = off
            run-by-clr-shutdown-hook = off
          }
          cluster {
            roles = ["room"]
            run-coordinated-shutdown-when-down = off
            gossip-interval = 100ms
            leader-actions-interval = 100ms
            periodic-tasks-initial-delay = 100ms
            seed-node-timeout = 200ms
            failure-detector.acceptable-heartbeat-pause = 300s
            downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            split-brain-resolver {
              active-strategy = keep-majority
              stable-after = 300s
            }
          }
        }
        akkachat.dead-nodes {
          enabled = on
          refusals = 2
          interval = 50ms
          timeout = 5s
          retry-interval = 200ms
        }
        """);

    /// <summary>How dead nodes are found here.</summary>
    private protected DeadNodeSettings Finding => DeadNodeSettings.Of(Sys.Settings.Config);

    /// <summary>A cluster of <paramref name="count"/> nodes, all up; the first is the test's own, and the oldest.</summary>
    protected async Task<ActorSystem[]> FormAsync(int count)
    {
        for (var i = 1; i < count; i++)
        {
            AddNode();
        }

        ActorSystem[] all = [Sys, .. _others];
        var seed = AddressOf(Sys);
        foreach (var node in all)
        {
            await Of(node).JoinAsync(seed);
        }

        foreach (var node in all)
        {
            await UntilAsync(node, $"{count} nodes up", () => UpIn(node) == count);
        }

        return all;
    }

    /// <summary>One more node, which has joined nothing yet, with settings of its own.</summary>
    protected ActorSystem AddNode(string settings = "")
    {
        var node = ActorSystem.Create(Name, ConfigurationFactory.ParseString(settings).WithFallback(Settings));
        _others.Add(node);
        return node;
    }

    /// <summary>Looks for dead nodes on <paramref name="node"/>, by asking them unless told otherwise.</summary>
    private protected IActorRef Watch(
        ActorSystem node, Func<Address, Task<PortAnswer>>? ask = null, Func<Address, Task<bool>>? reach = null)
    {
        var settings = Finding;
        ask ??= address => PortProbe.AskAsync(address, settings.Timeout);
        reach ??= address => DeadNodes.AnswersAsync(node, address, settings.Timeout);
        return node.ActorOf(Props.Create(() => new DeadNodeActor(settings, ask, reach)), "dead-nodes");
    }

    /// <summary>Waits until <paramref name="holds"/>; says what was awaited and what <paramref name="node"/> saw.</summary>
    protected Task UntilAsync(ActorSystem node, string awaited, Func<bool> holds) => AwaitAssertAsync(
        () =>
        {
            if (!holds())
            {
                throw new InvalidOperationException(
                    $"awaited: {awaited}; there were: {string.Join(", ", Of(node).State.Members)}");
            }
        },
        Patience,
        TimeSpan.FromMilliseconds(50));

    protected static Akka.Cluster.Cluster Of(ActorSystem node) => Akka.Cluster.Cluster.Get(node);

    protected static Address AddressOf(ActorSystem node) => Of(node).SelfAddress;

    protected static int UpIn(ActorSystem node) => Of(node).State.Members.Count(member => member.Status == MemberStatus.Up);

    protected override void AfterAll()
    {
        foreach (var node in _others)
        {
            Shutdown(node);
        }

        base.AfterAll();
    }
}
