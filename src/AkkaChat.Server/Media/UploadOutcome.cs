using AkkaChat.Protocol;

namespace AkkaChat.Server.Media;

/// <summary>What became of an upload.</summary>
internal abstract record UploadOutcome
{
    /// <summary>It is kept.</summary>
    public sealed record Kept(MediaRecord Media) : UploadOutcome;

    /// <summary>Nothing of it is kept.</summary>
    /// <param name="Code">Why.</param>
    /// <param name="RetryAfter">When the same may succeed; null: not known.</param>
    public sealed record Refused(ErrorCode Code, TimeSpan? RetryAfter = null) : UploadOutcome;
}
