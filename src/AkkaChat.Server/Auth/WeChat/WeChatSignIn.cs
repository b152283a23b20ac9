using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Auth.WeChat;

/// <summary>Signs people in whom WeChat knows; who comes for the first time is made a person.</summary>
internal sealed class WeChatSignIn(
    IChatStore store,
    WritePipeline writes,
    WeChatCodes codes,
    SignIn signIn,
    WeChatApp app,
    IOptions<WeChatOptions> options,
    TimeProvider time)
{
    private const int MaxCodeChars = 128;

    /// <summary>Whether it looks like something that <c>wx.login</c> gives.</summary>
    public static bool IsCode(string? code) =>
        code is { Length: > 0 and <= MaxCodeChars } && code.All(letter => letter is > ' ' and < '\x7f');

    /// <summary>Exchanges the code, and signs in whoever it belongs to.</summary>
    /// <returns>The tokens, or why there are none.</returns>
    /// <exception cref="StoreUnavailableException">The store can't answer.</exception>
    public async Task<(SignInBody? SignedIn, WeChatAnswer.Refused? Refusal)> TryAsync(string code, CancellationToken stop)
    {
        var answer = await codes.ExchangeAsync(code, stop);
        if (answer is not WeChatAnswer.Person person)
        {
            return (null, (WeChatAnswer.Refused)answer);
        }

        // The code is spent: a client that goes away now must still find its person when it comes back.
        var identity = await store.FindIdentityAsync(app.Provider, person.OpenId, CancellationToken.None)
            ?? await AddAsync(person);
        if (person.UnionId is { } union && union != identity.Union)
        {
            await writes.WriteAsync(
                new StoreWrite.SetUnion(identity.Provider, identity.Subject, union), CancellationToken.None);
        }

        return (await signIn.ContinueAsync(identity.User, AuthMeter.WeChat, stop), null);
    }

    private async Task<ExternalIdentity> AddAsync(WeChatAnswer.Person person)
    {
        var user = new UserView(UserIds.New(), options.Value.FirstName, Avatar: null);
        var identity = new ExternalIdentity(app.Provider, person.OpenId, user.Id, person.UnionId);
        var outcome = await writes.WriteAsync(
            new StoreWrite.AddIdentity(identity, user, time.GetUtcNow().ToUnixTimeMilliseconds()), CancellationToken.None);
        if (outcome is StoreOutcome.Committed)
        {
            return identity;
        }

        // The same person came twice at once, with another code or on another node, and the other was first.
        return await store.FindIdentityAsync(app.Provider, person.OpenId, CancellationToken.None)
            ?? throw new StoreUnavailableException($"a person was not made: {outcome.GetType().Name}");
    }
}
