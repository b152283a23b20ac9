namespace AkkaChat.Bench.Load;

/// <summary>How far a connection has come.</summary>
internal enum ConnectionStage
{
    /// <summary>The upgrade was asked for.</summary>
    Upgrading,

    /// <summary>It is a WebSocket, and signing in.</summary>
    SigningIn,

    /// <summary>Signed in.</summary>
    Ready,

    /// <summary>Over.</summary>
    Closed,
}
