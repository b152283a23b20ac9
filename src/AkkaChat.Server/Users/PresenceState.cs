using AkkaChat.Protocol;

namespace AkkaChat.Server.Users;

/// <summary>
/// The rules of whether a user counts as there. Times are those of the monotonic clock but for <see cref="LastSeen"/>; what is
/// due at <see cref="NextAt"/> happens when the owner says so.
/// </summary>
internal sealed class PresenceState
{
    private readonly PresenceOptions _options;
    private UserActivity _activity;

    /// <summary>A user whose sessions are known to be there, or of whom nothing is known yet.</summary>
    public PresenceState(PresenceOptions options, bool isThere, TimeSpan now)
    {
        _options = options;
        _activity = isThere ? UserActivity.Seen : UserActivity.None;
        Kind = isThere ? PresenceKind.Online : PresenceKind.Offline;
        IsSure = isThere;
        NextAt = isThere ? null : now + options.SureAfter;
    }

    /// <summary>What others see.</summary>
    public PresenceKind Kind { get; private set; }

    /// <summary>False while sessions may still be on their way here, since the user's actor has just moved.</summary>
    public bool IsSure { get; private set; }

    /// <summary>When the user last looked at the app; milliseconds since 1970 UTC. Null if that is not known.</summary>
    public long? LastSeen { get; private set; }

    /// <summary>True if <see cref="LastSeen"/> is not on disk.</summary>
    public bool HasNews { get; private set; }

    /// <summary>When something changes by itself; null if nothing will.</summary>
    public TimeSpan? NextAt { get; private set; }

    /// <summary>Takes what the user's sessions say now; true if others see a change.</summary>
    /// <param name="activity">What they say.</param>
    /// <param name="now">The monotonic clock.</param>
    /// <param name="time">The clock, in milliseconds since 1970 UTC.</param>
    public bool Become(UserActivity activity, TimeSpan now, long time)
    {
        if (activity == _activity)
        {
            return false;
        }

        if (_activity == UserActivity.Seen)
        {
            See(time);
        }

        var before = (Kind, IsSure);
        _activity = activity;
        switch (activity)
        {
            case UserActivity.Seen:
                (Kind, NextAt) = (PresenceKind.Online, null);
                break;
            case UserActivity.Hidden when Kind == PresenceKind.Online:
                NextAt = now + _options.AwayAfter;
                break;
            case UserActivity.Hidden:
                (Kind, NextAt) = (PresenceKind.Away, null);
                break;
            case UserActivity.None:
                NextAt = now + _options.OfflineAfter;
                break;
        }

        IsSure = true;
        return (Kind, IsSure) != before;
    }

    /// <summary>Lets happen what is due; true if others see a change, or can be sure now.</summary>
    public bool Advance(TimeSpan now)
    {
        if (NextAt is not { } at || at > now)
        {
            return false;
        }

        NextAt = null;
        IsSure = true;
        Kind = _activity == UserActivity.Hidden ? PresenceKind.Away : PresenceKind.Offline;
        return true;
    }

    /// <summary>Takes what others remember of the user from before this was here.</summary>
    /// <param name="lastSeen">When they last heard that the user looked at the app.</param>
    /// <param name="isThere">True if they believe that the user is there: if not, that was until now.</param>
    /// <param name="time">The clock, in milliseconds since 1970 UTC.</param>
    public void Recall(long? lastSeen, bool isThere, long time)
    {
        if (lastSeen > (LastSeen ?? 0))
        {
            LastSeen = lastSeen;
        }

        if (isThere && !IsSure && !HasNews)
        {
            See(time);
        }
    }

    /// <summary>It is on disk, or on its way there.</summary>
    public void Kept() => HasNews = false;

    private void See(long time)
    {
        LastSeen = Math.Max(time, LastSeen ?? 0);
        HasNews = true;
    }
}
