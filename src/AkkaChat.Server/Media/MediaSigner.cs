using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AkkaChat.Server.Auth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Media;

/// <summary>
/// Makes and checks addresses that lead to one form of one file until a moment, for whoever has them: pages and mini programs
/// can't send a token with a picture.
/// </summary>
internal sealed class MediaSigner(SigningKey key, IOptions<MediaOptions> options, TimeProvider clock)
{
    /// <summary>The query's name for the moment, in seconds since 1970 UTC.</summary>
    public const string ExpiryName = "exp";

    /// <summary>The query's name for the signature.</summary>
    public const string SignatureName = "sig";

    // Addresses stay the same for a while, so that a browser that has the picture does not fetch it again.
    private const int TurnsPerLifetime = 2;

    // Other than what signs tokens: the one is never taken for the other.
    private readonly byte[] _key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, key.Security.Key, HMACSHA256.HashSizeInBytes, info: "akkachat media address v1"u8.ToArray());

    /// <summary>Until when an address made now is good: the setting's time at most, half of it at least.</summary>
    public DateTimeOffset NextExpiry()
    {
        var lifetime = (long)options.Value.UrlLifetime.TotalSeconds;
        var turn = Math.Max(1, lifetime / TurnsPerLifetime);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds((now / turn * turn) + lifetime);
    }

    /// <summary>The address of a file until <paramref name="expiry"/>.</summary>
    public string Sign(MediaId media, MediaVariant variant, DateTimeOffset expiry)
    {
        var seconds = expiry.ToUnixTimeSeconds();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{MediaPath.Of(media, variant)}?{ExpiryName}={seconds}&{SignatureName}={SignatureOf(media, variant, seconds)}");
    }

    /// <summary>True if an address is one of ours and its time is not over.</summary>
    public bool IsGood(MediaId media, MediaVariant variant, string expiry, string signature) =>
        long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(SignatureOf(media, variant, seconds)), Encoding.UTF8.GetBytes(signature))
        && seconds > clock.GetUtcNow().ToUnixTimeSeconds();

    private string SignatureOf(MediaId media, MediaVariant variant, long seconds)
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"{media}\n{variant}\n{seconds}");
        return WebEncoders.Base64UrlEncode(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(signed)));
    }
}
