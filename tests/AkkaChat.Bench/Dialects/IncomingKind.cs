namespace AkkaChat.Bench.Dialects;

/// <summary>What a message from a server is to the load.</summary>
internal enum IncomingKind
{
    /// <summary>Nothing that is measured.</summary>
    Other,

    /// <summary>From now on the client is signed in and a member of its rooms.</summary>
    Ready,

    /// <summary>A chat message of a room.</summary>
    Delivery,

    /// <summary>The answer to a request of this client.</summary>
    Ack,

    /// <summary>A request of this client failed, or the connection did.</summary>
    Error,
}
