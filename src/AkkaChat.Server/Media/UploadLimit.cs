using System.Threading.RateLimiting;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Media;

/// <summary>How many files a user may upload; it grows back evenly over the minute.</summary>
internal sealed class UploadLimit(IOptions<MediaOptions> options, MediaMetrics metrics) : IRateLimiterPolicy<UserId>
{
    /// <summary>The policy's name.</summary>
    public const string Policy = "uploads";

    /// <inheritdoc/>
    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected { get; } = async (rejected, _) =>
    {
        metrics.Refused(ErrorCode.RateLimited);
        await new Problem(ErrorCode.RateLimited, WaitOf(rejected.Lease)).ExecuteAsync(rejected.HttpContext);
    };

    /// <summary>When another try may succeed; null if nobody knows.</summary>
    public static TimeSpan? WaitOf(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : null;

    /// <inheritdoc/>
    public RateLimitPartition<UserId> GetPartition(HttpContext httpContext) => RateLimitPartition.GetTokenBucketLimiter(
        AccessTokens.UserOf(httpContext.User) ?? UserId.System,
        _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.UploadsPerMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / options.Value.UploadsPerMinute,
            QueueLimit = 0,
        });
}
