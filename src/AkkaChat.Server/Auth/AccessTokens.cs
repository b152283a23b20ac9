using System.Security.Claims;
using AkkaChat.Protocol;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AkkaChat.Server.Auth;

/// <summary>
/// Issues and checks access tokens: JWTs signed with HS256 and one key. Sockets and HTTP check by the same rules.
/// </summary>
internal sealed class AccessTokens
{
    /// <summary>Longest token that is looked at.</summary>
    public const int MaxChars = Limits.MaxTokenChars;

    // Clocks of machines differ a little: a token of a node that is ahead must not be refused.
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromSeconds(30);

    private readonly AuthOptions _options;
    private readonly TimeProvider _time;
    private readonly SigningCredentials _credentials;

    /// <summary>Signs with <paramref name="key"/>.</summary>
    public AccessTokens(IOptions<AuthOptions> options, SigningKey key, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _credentials = new SigningCredentials(key.Security, SecurityAlgorithms.HmacSha256);
        Rules = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidIssuer = _options.Issuer,
            ValidateIssuer = true,
            ValidAudience = _options.Audience,
            ValidateAudience = true,
            ValidateLifetime = true,
            LifetimeValidator = CheckLifetime,
            ValidateIssuerSigningKey = true,
            // A token may name our key or none; whatever else it names is not looked up anywhere.
            IssuerSigningKeyResolver = (_, _, kid, _) =>
                string.IsNullOrEmpty(kid) || kid == key.Security.KeyId ? [key.Security] : [],
            TryAllIssuerSigningKeys = false,
            NameClaimType = JwtRegisteredClaimNames.Sub,
        };
    }

    /// <summary>What a token must fulfil.</summary>
    public TokenValidationParameters Rules { get; }

    /// <summary>Reads tokens; refuses long ones before it looks at them.</summary>
    public JsonWebTokenHandler Handler { get; } = new()
    {
        MaximumTokenSizeInBytes = MaxChars,
        MapInboundClaims = false,
        SetDefaultTimesOnTokenCreation = false,
    };

    /// <summary>Whose token a checked principal came from; null if its subject is no user id.</summary>
    public static UserId? UserOf(ClaimsPrincipal principal) =>
        UserId.TryParse(principal.FindFirstValue(JwtRegisteredClaimNames.Sub), out var user) && user != UserId.System
            ? user
            : null;

    /// <summary>A new token for <paramref name="user"/>.</summary>
    public AccessToken Issue(UserId user)
    {
        var now = _time.GetUtcNow();
        // Tokens count in whole seconds: what the client is told must be what the token says.
        var expires = DateTimeOffset.FromUnixTimeSeconds((now + _options.AccessTokenLifetime).ToUnixTimeSeconds());
        var text = Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _options.Issuer,
            Audience = _options.Audience,
            IssuedAt = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            SigningCredentials = _credentials,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = user.Value,
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N"),
            },
        });
        return new AccessToken(text, expires);
    }

    /// <summary>What <paramref name="token"/> is worth now.</summary>
    public async Task<TokenCheck> CheckAsync(string token)
    {
        if (token.Length is 0 or > MaxChars)
        {
            return TokenCheck.Invalid.Instance;
        }

        var result = await Handler.ValidateTokenAsync(token, Rules);
        if (!result.IsValid)
        {
            return IsExpiry(result.Exception) ? TokenCheck.Expired.Instance : TokenCheck.Invalid.Instance;
        }

        return UserOf(new ClaimsPrincipal(result.ClaimsIdentity)) is { } user
            ? new TokenCheck.Valid(user, new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero))
            : TokenCheck.Invalid.Instance;
    }

    /// <summary>True if a token was refused only because its time is over.</summary>
    public static bool IsExpiry(Exception? failure) => failure is SecurityTokenExpiredException;

    private bool CheckLifetime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters rules)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var latestBegin = now + MaxClockSkew;
        if (expires is null)
        {
            throw new SecurityTokenNoExpirationException("no exp");
        }

        if (notBefore > latestBegin || token is JsonWebToken jwt && jwt.IssuedAt > latestBegin)
        {
            throw new SecurityTokenNotYetValidException("not valid yet");
        }

        return expires > now ? true : throw new SecurityTokenExpiredException("expired") { Expires = expires.Value };
    }
}
