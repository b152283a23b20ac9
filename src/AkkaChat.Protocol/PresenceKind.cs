namespace AkkaChat.Protocol;

/// <summary>Whether somebody is there. Numbers go between nodes: frozen.</summary>
public enum PresenceKind
{
    /// <summary>Looks at the app, on one device at least.</summary>
    Online = 1,

    /// <summary>Has the app, and it is hidden on all devices.</summary>
    Away = 2,

    /// <summary>Has no connection.</summary>
    Offline = 3,
}
