using Akka.Cluster;

namespace AkkaChat.Server.Cluster;

/// <summary>A member of the cluster as this node sees it.</summary>
/// <param name="Id">Which incarnation of which address.</param>
/// <param name="Status">Where it is in its life.</param>
internal sealed record ClusterNode(UniqueAddress Id, MemberStatus Status)
{
    /// <summary>
    /// True if a dead process may be downed in this state. Whoever leaves closes its port in the end and goes by itself, and
    /// has handed its rooms over before; who is down is being removed.
    /// </summary>
    public bool MayBeDowned => Status is MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Joining;
}
