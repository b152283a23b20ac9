namespace AkkaChat.Server.Cluster;

/// <summary>What a connection attempt to a node's remoting port says of the node.</summary>
internal enum PortAnswer
{
    /// <summary>Nothing: no answer in time, no such name, no way to the host, or a host that forbids it.</summary>
    Unknown,

    /// <summary>Something listens: the process is there, however slow it may be.</summary>
    Accepted,

    /// <summary>The host is there and nothing listens: the process is gone.</summary>
    Refused,
}
