using System.Diagnostics.Metrics;

namespace AkkaChat.Server.Auth;

/// <summary>Counts sign-ins; says nothing about who.</summary>
internal sealed class AuthMeter
{
    /// <summary>Somebody came in as a guest.</summary>
    public const string Guest = "guest";

    /// <summary>Somebody stayed signed in.</summary>
    public const string Refresh = "refresh";

    /// <summary>Somebody came from a mini program.</summary>
    public const string WeChat = "wechat";

    private readonly Counter<long> _signIns;
    private readonly Counter<long> _refusedRefreshes;

    /// <summary>Registers the instruments.</summary>
    public AuthMeter(IMeterFactory meters)
    {
        var meter = meters.Create("AkkaChat.Auth");
        _signIns = meter.CreateCounter<long>("akkachat.auth.sign_ins", description: "Sign-ins, by way.");
        _refusedRefreshes = meter.CreateCounter<long>(
            "akkachat.auth.refused_refreshes", description: "Refresh tokens that were not good.");
    }

    /// <summary>One more, by <see cref="Guest"/>, <see cref="Refresh"/> or <see cref="WeChat"/>.</summary>
    public void SignedIn(string way) => _signIns.Add(1, new KeyValuePair<string, object?>("way", way));

    /// <summary>A refresh token was refused.</summary>
    public void RefreshRefused() => _refusedRefreshes.Add(1);
}
