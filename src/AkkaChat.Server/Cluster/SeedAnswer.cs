namespace AkkaChat.Server.Cluster;

/// <summary>What a seed says of the cluster when it is asked.</summary>
internal enum SeedAnswer
{
    /// <summary>Nothing: it may be a member of a cluster that can't be reached from here.</summary>
    Unknown,

    /// <summary>It is in no cluster: it waits to be let into one itself, or its process is not there.</summary>
    Outside,

    /// <summary>It is a member of a cluster, or on the point of becoming one.</summary>
    Member,
}
