using AkkaChat.Bench.Dialects;

namespace AkkaChat.Bench.Load;

/// <summary>What a load does with its crowd. All is called by the crowd's one thread.</summary>
internal interface ICrowdListener
{
    /// <summary>Called again and again; gives how long the crowd may wait for sockets until it calls again.</summary>
    TimeSpan OnTurn(long now);

    /// <summary>A connection is signed in.</summary>
    void OnReady(Connection connection);

    /// <summary>A delivery, an ack or an error came.</summary>
    void OnIncoming(Connection connection, in Incoming incoming, long now);

    /// <summary>A connection ended that nobody here ended.</summary>
    void OnClosed(Connection connection, string reason);
}
