using AkkaChat.Protocol;
using AkkaChat.Server.Auth.WeChat;
using AkkaChat.Server.Http;
using AkkaChat.Server.Start;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Auth;

/// <summary>Registration of this folder.</summary>
internal static class AuthHosting
{
    /// <summary>Adds tokens, sign-in and the bearer scheme.</summary>
    public static void AddAkkaChatAuth(this WebApplicationBuilder builder, SettingsReader settings)
    {
        var options = settings.Read<AuthOptions>(AuthOptions.Section);
        options = options with { Guests = options.Guests ?? builder.Environment.IsDevelopment() };

        var services = builder.Services;
        services.AddSingleton(Options.Create(options));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => SigningKey.Load(
            options, provider.GetRequiredService<DataDirectory>(), provider.GetRequiredService<ILogger<SigningKey>>()));
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<RefreshTokens>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<AuthMeter>();
        services.AddAkkaChatWeChat(settings);

        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<AccessTokens>(SetRules);
        services.AddAuthorization();
        services.AddRateLimiter(limiter => limiter.AddPolicy<System.Net.IPAddress, GuestLimit>(GuestLimit.Policy));
    }

    private static void SetRules(JwtBearerOptions bearer, AccessTokens tokens)
    {
        bearer.MapInboundClaims = false;
        bearer.TokenHandlers.Clear();
        bearer.TokenHandlers.Add(tokens.Handler);
        bearer.TokenValidationParameters = tokens.Rules;
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = static context =>
            {
                if (AccessTokens.UserOf(context.Principal!) is null)
                {
                    context.Fail("no user");
                }

                return Task.CompletedTask;
            },
            OnChallenge = static context =>
            {
                context.HandleResponse();
                context.Response.Headers.WWWAuthenticate = JwtBearerDefaults.AuthenticationScheme;
                var code = AccessTokens.IsExpiry(context.AuthenticateFailure) ? ErrorCode.TokenExpired : ErrorCode.Unauthorized;
                return new Problem(code).ExecuteAsync(context.HttpContext);
            },
        };
    }
}
