using AkkaChat.Protocol;
using AkkaChat.Server.Http;
using AkkaChat.Server.Start;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Auth.WeChat;

/// <summary>Registration of this folder, and its endpoint.</summary>
internal static class WeChatHosting
{
    /// <summary>Adds what signing in with WeChat needs, if the settings have a mini program.</summary>
    /// <exception cref="StartException">The secret can't be read.</exception>
    public static void AddAkkaChatWeChat(this IServiceCollection services, SettingsReader settings)
    {
        var options = settings.Read<WeChatOptions>(WeChatOptions.Section);
        if (WeChatApp.Of(options) is not { } app)
        {
            return;
        }

        services.AddSingleton(Options.Create(options));
        services.AddSingleton(app);
        services.AddSingleton<WeChatApi>();
        services.AddSingleton<WeChatCodes>();
        services.AddSingleton<WeChatSignIn>();
        services
            .AddHttpClient(WeChatApi.Client, client =>
            {
                client.BaseAddress = new Uri(options.BaseAddress);
                client.Timeout = options.Timeout;
                client.MaxResponseContentBufferSize = WeChatApi.MaxReplyBytes;
            })
            // The address holds the secret: nobody is led elsewhere with it, and no log gets it.
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false })
            .RemoveAllLoggers();
    }

    /// <summary>Maps the endpoint below <paramref name="auth"/>.</summary>
    public static void MapWeChat(this IEndpointRouteBuilder auth) => auth
        .MapPost("/wechat", PostAsync)
        .WithName("signInWithWeChat")
        .WithSummary("Signs in whoever a code of wx.login belongs to; forbidden where WeChat is not set up.")
        .RequireRateLimiting(GuestLimit.Policy)
        .Accepts<WeChatBody>("application/json")
        .Produces<SignInBody>()
        .ProducesErrors(
            ErrorCode.BadFrame, ErrorCode.Unauthorized, ErrorCode.Forbidden, ErrorCode.TooLarge, ErrorCode.RateLimited,
            ErrorCode.Unavailable);

    private static async Task<IResult> PostAsync(HttpContext context, CancellationToken stop)
    {
        if (context.RequestServices.GetService<WeChatSignIn>() is not { } signIn)
        {
            return new Problem(ErrorCode.Forbidden);
        }

        var body = await JsonBody.ReadAsync(context.Request, HttpJson.Shared.WeChatBody, stop);
        if (body?.Code is not { } code || !WeChatSignIn.IsCode(code))
        {
            return new Problem(ErrorCode.BadFrame);
        }

        var (signedIn, refusal) = await signIn.TryAsync(code, stop);
        return refusal is not null
            ? new Problem(refusal.Code, refusal.RetryAfter)
            : TypedResults.Json(signedIn, HttpJson.Shared.SignInBody);
    }
}
