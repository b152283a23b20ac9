namespace AkkaChat.Server.Presence;

/// <summary>The monotonic clock, from when this was made.</summary>
internal sealed class PresenceClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>The time since then.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);
}
