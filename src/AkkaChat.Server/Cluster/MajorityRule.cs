using Akka.Cluster;

namespace AkkaChat.Server.Cluster;

/// <summary>
/// Which side of a broken cluster stays: the rule of the split brain resolver's keep-majority, so that whoever applies it
/// sooner comes to the same end. Two sides that see each other as lost can't both stay.
/// </summary>
internal static class MajorityRule
{
    /// <summary>
    /// True if the side that is not <paramref name="lost"/> stays: it has more than half of <paramref name="nodes"/>, or
    /// half of them and the lowest address.
    /// </summary>
    public static bool Stays(IReadOnlyCollection<ClusterNode> nodes, IReadOnlySet<UniqueAddress> lost) =>
        IsMajority(nodes, lost, IsVoter, IsVoter)
        && IsMajority(nodes, lost, node => node.Status == MemberStatus.Up, node => IsVoter(node) || IsComing(node));

    private static bool IsVoter(ClusterNode node) => node.Status is MemberStatus.Up or MemberStatus.Leaving;

    private static bool IsComing(ClusterNode node) => node.Status is MemberStatus.Joining or MemberStatus.WeaklyUp;

    // The other side may already know of changes that this side has not seen: whoever comes may be up there, and whoever
    // leaves may be gone there. A side that stays has the majority either way.
    private static bool IsMajority(
        IReadOnlyCollection<ClusterNode> nodes,
        IReadOnlySet<UniqueAddress> lost,
        Func<ClusterNode, bool> countsHere,
        Func<ClusterNode, bool> countsThere)
    {
        var here = nodes.Count(node => countsHere(node) && !lost.Contains(node.Id));
        var there = nodes.Count(node => countsThere(node) && lost.Contains(node.Id));
        return here > there || (here == there && here > 0 && !lost.Contains(Lowest(nodes.Where(countsHere))));
    }

    private static UniqueAddress Lowest(IEnumerable<ClusterNode> nodes) => nodes
        .Select(node => node.Id)
        .OrderBy(id => id.Address, Member.AddressOrdering)
        .ThenBy(id => id.Uid)
        .First();
}
