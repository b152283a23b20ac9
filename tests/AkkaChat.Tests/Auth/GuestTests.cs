using System.Text.Json;
using AkkaChat.Server.Auth;
using AkkaChat.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AkkaChat.Tests.Auth;

public sealed class GuestTests(EdgeFixture fixture) : IClassFixture<EdgeFixture>
{
    private const string Guest = "/api/v1/auth/guest";
    private readonly EdgeServer _server = fixture.Server;

    [Fact]
    public async Task A_guest_gets_tokens_and_is_somebody()
    {
        var signedIn = await _server.SignInAsync("  王小明 🎉 ");

        var user = signedIn.GetProperty("user");
        Assert.Equal("王小明 🎉", user.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, user.GetProperty("avatar").ValueKind);
        Assert.Equal(43, signedIn.GetProperty("refreshToken").GetString()!.Length);
        Assert.Equal(
            _server.Time.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds(), signedIn.GetProperty("expiresAt").GetInt64());
        var check = await _server.App.Services.GetRequiredService<AccessTokens>()
            .CheckAsync(signedIn.GetProperty("token").GetString()!);
        Assert.Equal(user.GetProperty("id").GetString(), Assert.IsType<TokenCheck.Valid>(check).User.Value);
    }

    [Theory]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"   "}""")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"name":7}""")]
    [InlineData("""{"name":"a\u0000b"}""")]
    [InlineData("""{"name":"a\nb"}""")]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("")]
    public async Task A_bad_name_is_refused(string body)
    {
        using var response = await _server.PostJsonAsync(Guest, body);

        await EdgeServer.ProblemOf(response, 400, "bad_frame");
    }

    [Theory]
    [InlineData(64, 200)]
    [InlineData(65, 413)]
    public async Task A_name_has_at_most_64_characters(int length, int status)
    {
        using var response = await _server.PostJsonAsync(Guest, $$"""{"name":"{{new string('n', length)}}"}""");

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_name_that_is_no_UTF8_is_refused()
    {
        using var body = new ByteArrayContent([.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        body.Headers.ContentType = new("application/json");

        using var response = await _server.SendAsync(HttpMethod.Post, Guest, token: null, body);

        await EdgeServer.ProblemOf(response, 400, "bad_frame");
    }

    [Theory]
    [InlineData("--AkkaChat:Auth:Guests=false")]
    [InlineData("--environment=Production")]
    public async Task Where_guests_are_off_nobody_gets_in_so(string setting)
    {
        await using var server = await EdgeServer.StartAsync([setting]);

        using var response = await server.PostJsonAsync(Guest, """{"name":"Ann"}""");

        await EdgeServer.ProblemOf(response, 403, "forbidden");
    }

    [Fact]
    public async Task One_address_makes_so_many_guests_and_no_more()
    {
        await using var server = await EdgeServer.StartAsync(["--AkkaChat:Auth:GuestsPerMinutePerAddress=2"]);
        await server.SignInAsync("one");
        await server.SignInAsync("two");

        using var response = await server.PostJsonAsync(Guest, """{"name":"three"}""");

        var problem = await EdgeServer.ProblemOf(response, 429, "rate_limited");
        Assert.True(problem.GetProperty("temporary").GetBoolean());
        Assert.InRange(problem.GetProperty("retryAfterMs").GetInt64(), 1, 60_000);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task While_the_store_is_down_a_guest_is_told_to_come_again()
    {
        await using var server = await EdgeServer.StartAsync();
        server.Store.IsDown = true;

        using var response = await server.PostJsonAsync(Guest, """{"name":"Ann"}""");

        await EdgeServer.ProblemOf(response, 503, "unavailable");
    }
}
