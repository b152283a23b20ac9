namespace AkkaChat.Server.Cluster;

/// <summary>
/// When the first seed founds a cluster: only if it knows that more than half of the seeds, itself among them, are in none.
/// A node that is cut off knows it of itself alone, so it waits until it reaches the cluster that goes on without it.
/// </summary>
internal static class FoundingRule
{
    /// <summary>
    /// True if it founds one after these <paramref name="answers"/> of the other seeds. While some don't answer it waits
    /// first (<paramref name="hasWaited"/>) for a cluster that lets it in.
    /// </summary>
    public static bool Founds(IReadOnlyCollection<SeedAnswer> answers, bool hasWaited)
    {
        var outside = 1 + answers.Count(answer => answer == SeedAnswer.Outside);
        var all = 1 + answers.Count;
        return !answers.Contains(SeedAnswer.Member) && (outside == all || (hasWaited && 2 * outside > all));
    }
}
