using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Auth;

/// <summary>
/// Issues and rotates refresh tokens: random, each good until another takes its place and a little longer, kept only as
/// hashes. Who hands in one that was replaced long ago is most likely a thief or was robbed: the whole family ends.
/// </summary>
internal sealed class RefreshTokens(
    IChatStore store,
    WritePipeline writes,
    IOptions<AuthOptions> options,
    TimeProvider time,
    ILogger<RefreshTokens> log)
{
    private const int TokenBytes = 32;
    private static readonly int TokenChars = Base64Url.GetEncodedLength(TokenBytes);

    /// <summary>The first token of a new sign-in.</summary>
    /// <exception cref="StoreUnavailableException">It could not be kept.</exception>
    public async Task<string> IssueAsync(UserId user, CancellationToken stop)
    {
        var token = NewToken();
        var family = Guid.NewGuid().ToString("N");
        var outcome = await writes.WriteAsync(Addition(token, family, user, replaces: null), stop);
        return outcome is StoreOutcome.Committed
            ? token
            : throw new StoreUnavailableException($"a refresh token was not kept: {outcome.GetType().Name}");
    }

    /// <summary>Takes <paramref name="token"/> back and gives another for it, if it is good.</summary>
    /// <exception cref="StoreUnavailableException">The store can't answer; the token handed in stays good.</exception>
    public async Task<RefreshOutcome> RotateAsync(string token, CancellationToken stop)
    {
        if (token.Length != TokenChars || await store.FindRefreshTokenAsync(HashOf(token), stop) is not { } known)
        {
            return RefreshOutcome.Refused.Instance;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (known.ExpiresAt <= now)
        {
            return RefreshOutcome.Refused.Instance;
        }

        if (known.UsedAt is { } usedAt && now - usedAt > options.Value.RefreshGrace.TotalMilliseconds)
        {
            RefreshTokensLog.Reused(log, known.User, known.Family);
            await writes.WriteAsync(new StoreWrite.RevokeRefreshTokens(known.User, known.Family), stop);
            return RefreshOutcome.Refused.Instance;
        }

        return await ReplaceAsync(known, stop);
    }

    /// <summary>What the store keeps of a token.</summary>
    internal static string HashOf(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    private async Task<RefreshOutcome> ReplaceAsync(RefreshToken known, CancellationToken stop)
    {
        var token = NewToken();
        // The grace counts from the first use: one that was used before is not marked again.
        var replaces = known.UsedAt is null ? known.Hash : null;
        var outcome = await writes.WriteAsync(Addition(token, known.Family, known.User, replaces), stop);
        if (outcome is StoreOutcome.Conflict
            && replaces is not null
            && await store.FindRefreshTokenAsync(known.Hash, stop) is { UsedAt: not null })
        {
            // The client asked twice at once, and the other request was first. Had the family ended, the token
            // would be gone.
            outcome = await writes.WriteAsync(Addition(token, known.Family, known.User, replaces: null), stop);
        }

        return outcome is StoreOutcome.Committed
            ? new RefreshOutcome.Rotated(known.User, token)
            : RefreshOutcome.Refused.Instance;
    }

    private StoreWrite.AddRefreshToken Addition(string token, string family, UserId user, string? replaces) => new(
        new RefreshToken(
            HashOf(token),
            family,
            user,
            (time.GetUtcNow() + options.Value.RefreshTokenLifetime).ToUnixTimeMilliseconds(),
            UsedAt: null),
        replaces);
}
