namespace AkkaChat.Server.Users;

/// <summary>What a user's sessions together say.</summary>
internal enum UserActivity
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The app is hidden in all of them.</summary>
    Hidden,

    /// <summary>The app is seen in one of them at least.</summary>
    Seen,
}
