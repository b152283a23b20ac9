using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AkkaChat.Tests.Auth;

/// <summary>
/// Answers <c>code2Session</c> as WeChat documents it: JSON as <c>text/plain</c>, no <c>errcode</c> where it went well, each code
/// good once. Does something else on request.
/// </summary>
internal sealed class WeChatStandIn : IAsyncDisposable
{
    public const string AppId = "wx0123456789abcdef";
    public const string Secret = "s3cr3t-of-the-mini-program";
    public const string SessionKey = "tiihtNczf5v6AKRyjwEUhQ==";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string OpenId, string? UnionId)> _codes = new();
    private readonly ConcurrentDictionary<string, bool> _used = new();

    private WeChatStandIn(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>What it was asked, in order.</summary>
    public ConcurrentQueue<string> Queries { get; } = new();

    /// <summary>Instead of the usual answer.</summary>
    public Func<HttpContext, Task>? Fault { get; set; }

    /// <summary>Answers wait for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public static async Task<WeChatStandIn> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var standIn = new WeChatStandIn(app);
        app.MapGet("/sns/jscode2session", standIn.AnswerAsync);
        await app.StartAsync();
        return standIn;
    }

    /// <summary>As <c>wx.login</c> does on a phone.</summary>
    public string Login(string openId, string? unionId = null)
    {
        var code = "0" + Guid.NewGuid().ToString("N");
        _codes[code] = (openId, unionId);
        return code;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        Queries.Enqueue(context.Request.QueryString.Value!);
        await Gate;
        if (Fault is { } fault)
        {
            await fault(context);
            return;
        }

        var code = query["js_code"].ToString();
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync(
            query["appid"] != AppId ? Error(40013, "invalid appid")
            : query["secret"] != Secret ? Error(40125, "invalid appsecret")
            : query["grant_type"] != "authorization_code" ? Error(40002, "invalid grant_type")
            : !_codes.TryGetValue(code, out var person) ? Error(40029, "invalid code")
            : !_used.TryAdd(code, true) ? Error(40163, "code been used")
            : person.UnionId is null ? $$"""{"session_key":"{{SessionKey}}","openid":"{{person.OpenId}}"}"""
            : $$"""{"session_key":"{{SessionKey}}","openid":"{{person.OpenId}}","unionid":"{{person.UnionId}}"}""");
    }

    public static string Error(int number, string message) =>
        $$"""{"errcode":{{number}},"errmsg":"{{message}}, rid: 6500e2d2-4f3a2c1b-0a9d8e7f"}""";
}
