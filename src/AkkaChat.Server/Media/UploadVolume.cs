using System.Threading.RateLimiting;
using AkkaChat.Protocol;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Media;

/// <summary>How much a user may upload; it grows back by the minute.</summary>
internal sealed class UploadVolume : IDisposable
{
    private const int UnitBytes = 1024;
    private const int UnitsPerMegabyte = 1024;
    private const int MinutesPerHour = 60;

    private readonly PartitionedRateLimiter<UserId> _users;
    private readonly int _most;

    /// <summary>As much as the settings say.</summary>
    public UploadVolume(IOptions<MediaOptions> options)
    {
        _most = options.Value.UploadMegabytesPerHour * UnitsPerMegabyte;
        _users = PartitionedRateLimiter.Create<UserId, UserId>(user => RateLimitPartition.GetTokenBucketLimiter(
            user,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = _most,
                TokensPerPeriod = Math.Max(1, _most / MinutesPerHour),
                ReplenishmentPeriod = TimeSpan.FromMinutes(1),
                QueueLimit = 0,
            }));
    }

    /// <summary>Counts <paramref name="bytes"/>, if the user may send as many; else says in <paramref name="wait"/> when.</summary>
    public bool TryTake(UserId user, long bytes, out TimeSpan? wait)
    {
        var units = (int)Math.Min(_most, (bytes + UnitBytes - 1) / UnitBytes);
        using var lease = _users.AttemptAcquire(user, units);
        wait = lease.IsAcquired ? null : UploadLimit.WaitOf(lease);
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _users.Dispose();
}
