using Akka.Cluster;
using Akka.Event;

namespace AkkaChat.Server.Cluster;

internal sealed partial class DeadNodeActor
{
    private void LogDead(UniqueAddress node, int refusals) =>
        _log.Warning("8011 node {0} is dead: its port refused {1} connections in a row; downing it", node.Address, refusals);

    private void LogMinority(UniqueAddress node, int here, int all) => _log.Warning(
        "8012 node {0} refuses connections, but only {1} of {2} nodes are on this side; left to the split brain resolver",
        node.Address,
        here,
        all);
}
