using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Auth;

/// <summary>Makes guests, signs people in and keeps them so; what the auth endpoints do.</summary>
internal sealed class SignIn(
    IChatStore store,
    WritePipeline writes,
    AccessTokens accessTokens,
    RefreshTokens refreshTokens,
    AuthMeter meter,
    TimeProvider time)
{
    /// <summary>A new person of that name, signed in.</summary>
    /// <exception cref="StoreUnavailableException">The person could not be made.</exception>
    public async Task<SignInBody> AddGuestAsync(string name, CancellationToken stop)
    {
        var user = new UserView(UserIds.New(), name, Avatar: null);
        var addition = new StoreWrite.AddUser(user, Guest: true, time.GetUtcNow().ToUnixTimeMilliseconds());

        // Both writes take the same lane, so the person is there before the token, and one commit may serve both.
        var adding = writes.WriteAsync(addition, stop);
        var issuing = refreshTokens.IssueAsync(user.Id, stop);
        await Task.WhenAll(adding, issuing);
        var outcome = await adding;
        if (outcome is not StoreOutcome.Committed)
        {
            throw new StoreUnavailableException($"a guest was not made: {outcome.GetType().Name}");
        }

        meter.SignedIn(AuthMeter.Guest);
        return Body(user, await issuing);
    }

    /// <summary>New tokens for a refresh token; null if that is not good.</summary>
    /// <exception cref="StoreUnavailableException">The store can't answer; the token stays good.</exception>
    public async Task<SignInBody?> RefreshAsync(string refreshToken, CancellationToken stop)
    {
        if (await refreshTokens.RotateAsync(refreshToken, stop) is not RefreshOutcome.Rotated rotated
            || await store.FindUserAsync(rotated.User, stop) is not { } user)
        {
            meter.RefreshRefused();
            return null;
        }

        meter.SignedIn(AuthMeter.Refresh);
        return Body(user, rotated.Token);
    }

    /// <summary>Somebody who is known already, by <paramref name="way"/>.</summary>
    /// <exception cref="StoreUnavailableException">The store can't answer, or has no such person.</exception>
    public async Task<SignInBody> ContinueAsync(UserId known, string way, CancellationToken stop)
    {
        var user = await store.FindUserAsync(known, stop)
            ?? throw new StoreUnavailableException("a person who is known has no entry");
        var token = await refreshTokens.IssueAsync(user.Id, stop);
        meter.SignedIn(way);
        return Body(user, token);
    }

    private SignInBody Body(UserView user, string refreshToken)
    {
        var access = accessTokens.Issue(user.Id);
        return new SignInBody(
            access.Text,
            access.ExpiresAt.ToUnixTimeMilliseconds(),
            refreshToken,
            new UserBody(user.Id.Value, user.Name, user.Avatar));
    }
}
