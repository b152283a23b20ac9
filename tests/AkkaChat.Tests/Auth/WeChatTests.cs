using System.Text.Json;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Auth.WeChat;
using AkkaChat.Server.Start;
using AkkaChat.Tests.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AkkaChat.Tests.Auth;

/// <summary>Signing in with WeChat, through the server's own HTTP client to a stand-in.</summary>
public sealed class WeChatTests : IAsyncLifetime, IDisposable
{
    private const string Path = "/api/v1/auth/wechat";
    private const string Provider = "wechat:" + WeChatStandIn.AppId;

    private readonly LineLog _log = new();
    private WeChatStandIn? _weChat;
    private EdgeServer? _server;

    private WeChatStandIn WeChat => _weChat!;

    private EdgeServer Server => _server!;

    public async Task InitializeAsync()
    {
        _weChat = await WeChatStandIn.StartAsync();
        _server = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await WeChat.DisposeAsync();
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_code_signs_its_person_in_with_the_usual_tokens()
    {
        var signedIn = await SignInAsync(WeChat.Login("o-ann"));

        var user = signedIn.GetProperty("user");
        Assert.Equal("微信用户", user.GetProperty("name").GetString());
        var check = await Server.App.Services.GetRequiredService<AccessTokens>()
            .CheckAsync(signedIn.GetProperty("token").GetString()!);
        Assert.Equal(user.GetProperty("id").GetString(), Assert.IsType<TokenCheck.Valid>(check).User.Value);
        using var refreshed = await Server.PostJsonAsync(
            "/api/v1/auth/refresh", $$"""{"refreshToken":"{{signedIn.GetProperty("refreshToken").GetString()}}"}""");
        Assert.Equal(
            user.GetProperty("id").GetString(),
            (await EdgeServer.JsonOf(refreshed, 200)).GetProperty("user").GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_same_person_stays_the_same_user()
    {
        var first = await SignInAsync(WeChat.Login("o-ann"));
        var again = await SignInAsync(WeChat.Login("o-ann"));
        var other = await SignInAsync(WeChat.Login("o-bob"));

        Assert.Equal(IdOf(first), IdOf(again));
        Assert.NotEqual(IdOf(first), IdOf(other));
    }

    [Fact]
    public async Task A_union_id_is_kept_also_when_it_comes_later()
    {
        await SignInAsync(WeChat.Login("o-ann", "un-ann"));
        await SignInAsync(WeChat.Login("o-bob"));
        Assert.Equal("un-ann", Server.Store.Identities[(Provider, "o-ann")].Union);
        Assert.Null(Server.Store.Identities[(Provider, "o-bob")].Union);

        await SignInAsync(WeChat.Login("o-bob", "un-bob"));
        await SignInAsync(WeChat.Login("o-ann"));

        Assert.Equal("un-bob", Server.Store.Identities[(Provider, "o-bob")].Union);
        Assert.Equal("un-ann", Server.Store.Identities[(Provider, "o-ann")].Union);
    }

    [Fact]
    public async Task A_code_that_comes_twice_at_once_is_exchanged_once()
    {
        var gate = new TaskCompletionSource();
        WeChat.Gate = gate.Task;
        var code = WeChat.Login("o-ann");
        var both = Enumerable.Range(0, 5).Select(_ => SignInAsync(code)).ToList();
        await Until(() => !WeChat.Queries.IsEmpty);

        gate.SetResult();
        var signedIn = await Task.WhenAll(both);

        Assert.Single(WeChat.Queries);
        Assert.Single(signedIn.Select(IdOf).Distinct());
    }

    [Fact]
    public async Task A_code_that_comes_again_later_is_refused_without_asking()
    {
        var code = WeChat.Login("o-ann");
        await SignInAsync(code);

        await RefusedAsync(code, 401, "unauthorized");

        Assert.Single(WeChat.Queries);
    }

    [Fact]
    public async Task What_is_forgotten_here_is_refused_by_WeChat()
    {
        var code = WeChat.Login("o-ann");
        await SignInAsync(code);
        Server.Time.Advance(WeChatCodes.CodeLifetime);

        await RefusedAsync(code, 401, "unauthorized");

        Assert.Equal(2, WeChat.Queries.Count);
    }

    [Fact]
    public async Task One_person_with_two_codes_at_once_is_made_once()
    {
        var gate = new TaskCompletionSource();
        WeChat.Gate = gate.Task;
        var both = Enumerable.Range(0, 4).Select(_ => SignInAsync(WeChat.Login("o-ann"))).ToList();
        await Until(() => WeChat.Queries.Count == 4);

        gate.SetResult();

        Assert.Single((await Task.WhenAll(both)).Select(IdOf).Distinct());
    }

    [Theory]
    [InlineData(40029, 401, "unauthorized", false)]
    [InlineData(40163, 401, "unauthorized", false)]
    [InlineData(40226, 403, "forbidden", false)]
    [InlineData(45011, 429, "rate_limited", true)]
    [InlineData(-1, 503, "unavailable", true)]
    [InlineData(40013, 500, "internal", false)]
    [InlineData(40125, 500, "internal", false)]
    public async Task Each_error_of_WeChat_has_its_code(int number, int status, string code, bool temporary)
    {
        WeChat.Fault = context => context.Response.WriteAsync(WeChatStandIn.Error(number, "no"));

        var problem = await RefusedAsync(WeChat.Login("o-ann"), status, code);

        Assert.Equal(temporary, problem.GetProperty("temporary").GetBoolean());
    }

    [Theory]
    [InlineData(200, "{")]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(200, """{"session_key":"k"}""")]
    [InlineData(200, """{"session_key":"k","openid":""}""")]
    [InlineData(200, """{"session_key":"k","openid":"a b"}""")]
    [InlineData(200, """{"errcode":"x"}""")]
    [InlineData(500, "oh")]
    [InlineData(302, "")]
    public async Task What_is_no_answer_is_a_matter_of_trying_again(int status, string body)
    {
        WeChat.Fault = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return context.Response.WriteAsync(body);
        };

        await RefusedAsync(WeChat.Login("o-ann"), 503, "unavailable");
    }

    [Fact]
    public async Task A_time_out_is_a_matter_of_trying_again_and_the_code_stays_good()
    {
        await using var server = await StartAsync("--AkkaChat:WeChat:Timeout=00:00:00.2");
        var never = new TaskCompletionSource();
        WeChat.Fault = _ => never.Task;
        var code = WeChat.Login("o-ann");
        using (var late = await server.PostJsonAsync(Path, Body(code)))
        {
            await EdgeServer.ProblemOf(late, 503, "unavailable");
        }

        WeChat.Fault = null;
        using var response = await server.PostJsonAsync(Path, Body(code));

        await EdgeServer.JsonOf(response, 200);
        never.SetResult();
    }

    [Fact]
    public async Task A_WeChat_that_is_not_there_is_a_matter_of_trying_again()
    {
        await using var server = await StartAsync("--AkkaChat:WeChat:BaseAddress=http://127.0.0.1:1");

        using var response = await server.PostJsonAsync(Path, Body(WeChat.Login("o-ann")));

        await EdgeServer.ProblemOf(response, 503, "unavailable");
    }

    [Fact]
    public async Task While_the_store_is_down_it_is_a_matter_of_trying_again()
    {
        Server.Store.IsDown = true;

        await RefusedAsync(WeChat.Login("o-ann"), 503, "unavailable");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"code":""}""")]
    [InlineData("""{"code":null}""")]
    [InlineData("""{"code":7}""")]
    [InlineData("""{"code":"a b"}""")]
    [InlineData("""{"code":"码"}""")]
    [InlineData("{")]
    public async Task What_is_no_code_is_refused_without_asking(string body)
    {
        using var response = await Server.PostJsonAsync(Path, body);

        await EdgeServer.ProblemOf(response, 400, "bad_frame");
        Assert.Empty(WeChat.Queries);
    }

    [Theory]
    [InlineData(128, 401)]
    [InlineData(129, 400)]
    public async Task A_code_has_at_most_128_characters(int length, int status)
    {
        using var response = await Server.PostJsonAsync(Path, Body(new string('c', length)));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Without_a_mini_program_nobody_gets_in_so()
    {
        await using var server = await EdgeServer.StartAsync();

        using var response = await server.PostJsonAsync(Path, Body("0abc"));

        await EdgeServer.ProblemOf(response, 403, "forbidden");
    }

    [Fact]
    public async Task The_secret_may_be_in_a_file()
    {
        using var directory = new TempDirectory();
        var file = System.IO.Path.Combine(directory.Path, "secret");
        await File.WriteAllTextAsync(file, WeChatStandIn.Secret + "\n");
        await using var server = await EdgeServer.StartAsync(
        [
            $"--AkkaChat:WeChat:AppId={WeChatStandIn.AppId}", $"--AkkaChat:WeChat:SecretFile={file}",
            $"--AkkaChat:WeChat:BaseAddress={WeChat.Address}",
        ]);

        using var response = await server.PostJsonAsync(Path, Body(WeChat.Login("o-ann")));

        await EdgeServer.JsonOf(response, 200);
    }

    [Theory]
    [InlineData("--AkkaChat:WeChat:AppId=wx1")]
    [InlineData("--AkkaChat:WeChat:AppId=wx1", "--AkkaChat:WeChat:Secret=a", "--AkkaChat:WeChat:SecretFile=b")]
    [InlineData("--AkkaChat:WeChat:BaseAddress=weixin")]
    [InlineData("--AkkaChat:WeChat:Timeout=00:00:00")]
    public async Task Half_a_setting_stops_the_start(params string[] settings) =>
        await Assert.ThrowsAsync<SettingException>(() => EdgeServer.StartAsync(settings));

    [Fact]
    public async Task A_secret_that_can_not_be_read_stops_the_start() =>
        await Assert.ThrowsAsync<StartException>(() => EdgeServer.StartAsync(
            ["--AkkaChat:WeChat:AppId=wx1", "--AkkaChat:WeChat:SecretFile=/nowhere/secret"]));

    [Fact]
    public async Task Neither_secret_nor_code_nor_session_key_leaves_the_server_or_gets_into_a_log()
    {
        var code = WeChat.Login("o-ann");
        using var response = await Server.PostJsonAsync(Path, Body(code));
        WeChat.Fault = context => context.Response.WriteAsync(WeChatStandIn.Error(40125, "invalid appsecret"));
        var refused = WeChat.Login("o-ann");
        await RefusedAsync(refused, 500, "internal");
        WeChat.Fault = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await RefusedAsync(WeChat.Login("o-ann"), 503, "unavailable");

        var written = string.Join('\n', [.. _log.Lines, await response.Content.ReadAsStringAsync()]);

        Assert.Contains("40125", written, StringComparison.Ordinal);
        foreach (var secret in new[] { WeChatStandIn.Secret, WeChatStandIn.SessionKey, code, refused, "session_key", "o-ann" })
        {
            Assert.DoesNotContain(secret, written, StringComparison.Ordinal);
        }
    }

    private static string Body(string code) => $$"""{"code":"{{code}}"}""";

    private static string IdOf(JsonElement signedIn) => signedIn.GetProperty("user").GetProperty("id").GetString()!;

    private static async Task Until(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSo())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private Task<EdgeServer> StartAsync(params string[] more) => EdgeServer.StartAsync(
        [
            $"--AkkaChat:WeChat:AppId={WeChatStandIn.AppId}", $"--AkkaChat:WeChat:Secret={WeChatStandIn.Secret}",
            .. more.Any(one => one.Contains("BaseAddress", StringComparison.Ordinal))
                ? Array.Empty<string>() : [$"--AkkaChat:WeChat:BaseAddress={WeChat.Address}"],
            "--Logging:LogLevel:Default=Trace", .. more,
        ],
        builder => builder.Logging.AddProvider(_log));

    private async Task<JsonElement> SignInAsync(string code)
    {
        using var response = await Server.PostJsonAsync(Path, Body(code));
        return await EdgeServer.JsonOf(response, 200);
    }

    private async Task<JsonElement> RefusedAsync(string code, int status, string name)
    {
        using var response = await Server.PostJsonAsync(Path, Body(code));
        return await EdgeServer.ProblemOf(response, status, name);
    }
}
