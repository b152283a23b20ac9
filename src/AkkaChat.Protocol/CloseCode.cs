namespace AkkaChat.Protocol;

/// <summary>Why a socket was closed (RFC 6455 §7.4; 4000–4999 are the application's). Numbers are frozen.</summary>
public enum CloseCode
{
    /// <summary>The same device connected again and took the session over; the older socket ends. Stop.</summary>
    TakenOver = 1000,

    /// <summary>The node is shutting down. Reconnect after the time given.</summary>
    GoingAway = 1001,

    /// <summary>The node is shutting down. Reconnect after the time given.</summary>
    ShuttingDown = 4001,

    /// <summary>The client read too slowly for too long. Reconnect.</summary>
    SlowConsumer = 4008,

    /// <summary>The server lost track of what the client has. Reconnect and resume.</summary>
    Resync = 4010,

    /// <summary>Too many malformed frames, or a binary frame. Stop.</summary>
    BadFrames = 4400,

    /// <summary>The token is missing, invalid or expired. Stop; get a token first.</summary>
    Unauthorized = 4401,

    /// <summary>The user is banned. Stop.</summary>
    Banned = 4403,

    /// <summary>No <c>connect</c> in time. Reconnect.</summary>
    NoConnect = 4408,

    /// <summary>Another device of the same user and platform connected. Stop.</summary>
    Replaced = 4409,

    /// <summary>Nothing was heard of the client for two heartbeats. Reconnect.</summary>
    NoHeartbeat = 4410,

    /// <summary>A frame was larger than allowed. Stop.</summary>
    TooLarge = 4413,

    /// <summary>The node has too many connections. Reconnect after the time given.</summary>
    Overloaded = 4503,
}

/// <summary>What a client does after each close code.</summary>
public static class CloseCodes
{
    /// <summary>True where a client comes back by itself.</summary>
    public static bool MayReconnect(this CloseCode code) => code
        is CloseCode.GoingAway or CloseCode.ShuttingDown or CloseCode.SlowConsumer or CloseCode.Resync
        or CloseCode.NoConnect or CloseCode.NoHeartbeat or CloseCode.Overloaded;

    /// <summary>The reason given in <c>bye</c> and in the close frame.</summary>
    public static string Reason(this CloseCode code) => code switch
    {
        CloseCode.TakenOver => "taken over",
        CloseCode.GoingAway or CloseCode.ShuttingDown => "shutting down",
        CloseCode.SlowConsumer => "slow consumer",
        CloseCode.Resync => "resync",
        CloseCode.BadFrames => "bad frames",
        CloseCode.Unauthorized => "unauthorized",
        CloseCode.Banned => "banned",
        CloseCode.NoConnect => "no connect",
        CloseCode.Replaced => "replaced",
        CloseCode.NoHeartbeat => "no heartbeat",
        CloseCode.TooLarge => "too large",
        CloseCode.Overloaded => "overloaded",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "unknown close code"),
    };
}
