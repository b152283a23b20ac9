using AkkaChat.Protocol;
using AkkaChat.Server.Auth.WeChat;
using AkkaChat.Server.Http;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Auth;

/// <summary>Signing in over HTTP (protocol §12).</summary>
internal static class AuthEndpoints
{
    /// <summary>Maps the endpoints below <paramref name="api"/>.</summary>
    public static void MapAkkaChatAuth(this IEndpointRouteBuilder api)
    {
        var auth = api.MapGroup("/auth").WithTags("Auth").AllowAnonymous();
        auth.MapPost("/guest", PostGuestAsync)
            .WithName("signInAsGuest")
            .WithSummary("Signs in a new person who gives nothing but a name.")
            .RequireRateLimiting(GuestLimit.Policy)
            .Accepts<GuestBody>("application/json")
            .Produces<SignInBody>()
            .ProducesErrors(
                ErrorCode.BadFrame, ErrorCode.Forbidden, ErrorCode.TooLarge, ErrorCode.RateLimited, ErrorCode.Unavailable);
        auth.MapPost("/refresh", PostRefreshAsync)
            .WithName("refresh")
            .WithSummary("Gives new tokens for a refresh token, which is used up thereby.")
            .Accepts<RefreshBody>("application/json")
            .Produces<SignInBody>()
            .ProducesErrors(ErrorCode.BadFrame, ErrorCode.Unauthorized, ErrorCode.TooLarge, ErrorCode.Unavailable);
        auth.MapWeChat();
    }

    private static async Task<IResult> PostGuestAsync(
        HttpContext context, SignIn signIn, IOptions<AuthOptions> options, CancellationToken stop)
    {
        if (options.Value.Guests is not true)
        {
            return new Problem(ErrorCode.Forbidden);
        }

        var body = await JsonBody.ReadAsync(context.Request, HttpJson.Shared.GuestBody, stop);
        var name = body?.Name?.Trim();
        return (name is null ? ErrorCode.BadFrame : NameText.FaultOf(name)) is { } fault
            ? new Problem(fault)
            : TypedResults.Json(await signIn.AddGuestAsync(name!, stop), HttpJson.Shared.SignInBody);
    }

    private static async Task<IResult> PostRefreshAsync(HttpContext context, SignIn signIn, CancellationToken stop)
    {
        var body = await JsonBody.ReadAsync(context.Request, HttpJson.Shared.RefreshBody, stop);
        if (body?.RefreshToken is not { } token)
        {
            return new Problem(ErrorCode.BadFrame);
        }

        return await signIn.RefreshAsync(token, stop) is { } signedIn
            ? TypedResults.Json(signedIn, HttpJson.Shared.SignInBody)
            : new Problem(ErrorCode.Unauthorized);
    }
}
