using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using AkkaChat.Protocol;
using AkkaChat.Server.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Auth;

/// <summary>How many guests an address may make; it grows back evenly over the minute.</summary>
internal sealed class GuestLimit(IOptions<AuthOptions> options) : IRateLimiterPolicy<IPAddress>
{
    /// <summary>The policy's name.</summary>
    public const string Policy = "guests";

    // A home or a phone has a whole /64 of IPv6 addresses.
    private const int HomeNetworkBytes = 8;

    /// <inheritdoc/>
    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected { get; } = static async (rejected, _) =>
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.FromSeconds(1);
        await new Problem(ErrorCode.RateLimited, wait).ExecuteAsync(rejected.HttpContext);
    };

    /// <inheritdoc/>
    public RateLimitPartition<IPAddress> GetPartition(HttpContext httpContext) => RateLimitPartition.GetTokenBucketLimiter(
        Network(httpContext.Connection.RemoteIpAddress ?? IPAddress.None),
        _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.GuestsPerMinutePerAddress,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / options.Value.GuestsPerMinutePerAddress,
            QueueLimit = 0,
        });

    private static IPAddress Network(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(HomeNetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
