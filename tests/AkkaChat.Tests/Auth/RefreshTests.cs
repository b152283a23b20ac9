using System.Text.Json;
using AkkaChat.Tests.Http;
using Xunit;

namespace AkkaChat.Tests.Auth;

public sealed class RefreshTests : IAsyncLifetime
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);
    private EdgeServer _server = null!;

    public async Task InitializeAsync() => _server = await EdgeServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task A_refresh_gives_new_tokens_of_the_same_person()
    {
        var first = await _server.SignInAsync("Ann");

        var second = await RefreshAsync(TokenOf(first));

        Assert.NotEqual(TokenOf(first), TokenOf(second));
        Assert.NotEqual(first.GetProperty("token").GetString(), second.GetProperty("token").GetString());
        Assert.Equal(first.GetProperty("user").ToString(), second.GetProperty("user").ToString());
    }

    [Fact]
    public async Task A_replaced_token_stays_good_for_a_while_and_each_that_came_of_it()
    {
        var first = TokenOf(await _server.SignInAsync("Ann"));
        var lost = TokenOf(await RefreshAsync(first));
        _server.Time.Advance(Grace);

        var again = TokenOf(await RefreshAsync(first));

        await RefreshAsync(again);
        await RefreshAsync(lost);
    }

    [Fact]
    public async Task Using_a_replaced_token_again_does_not_prolong_its_grace()
    {
        var first = TokenOf(await _server.SignInAsync("Ann"));
        await RefreshAsync(first);
        _server.Time.Advance(Grace);
        await RefreshAsync(first);
        _server.Time.Advance(TimeSpan.FromMilliseconds(1));

        await IsRefusedAsync(first);
    }

    [Fact]
    public async Task A_token_that_was_replaced_long_ago_ends_the_family_and_no_other()
    {
        var first = TokenOf(await _server.SignInAsync("Ann"));
        var other = TokenOf(await _server.SignInAsync("Bob"));
        var newest = TokenOf(await RefreshAsync(first));
        _server.Time.Advance(Grace + TimeSpan.FromMilliseconds(1));

        await IsRefusedAsync(first);

        await IsRefusedAsync(newest);
        await RefreshAsync(other);
    }

    [Fact]
    public async Task A_token_is_good_to_the_end_of_its_lifetime()
    {
        var token = TokenOf(await _server.SignInAsync("Ann"));
        _server.Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMilliseconds(1));

        await RefreshAsync(token);
    }

    [Fact]
    public async Task A_token_ends_after_its_lifetime()
    {
        var token = TokenOf(await _server.SignInAsync("Ann"));
        _server.Time.Advance(TimeSpan.FromDays(30));

        await IsRefusedAsync(token);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("' OR 1=1 --")]
    public Task An_unknown_token_is_refused(string token) => IsRefusedAsync(token);

    [Fact]
    public async Task While_the_store_is_down_the_token_stays_good()
    {
        var token = TokenOf(await _server.SignInAsync("Ann"));
        _server.Store.IsDown = true;
        using var response = await PostAsync(token);
        await EdgeServer.ProblemOf(response, 503, "unavailable");
        _server.Store.IsDown = false;

        await RefreshAsync(token);
    }

    [Fact]
    public async Task A_body_without_a_token_is_refused()
    {
        using var response = await _server.PostJsonAsync("/api/v1/auth/refresh", "{}");

        await EdgeServer.ProblemOf(response, 400, "bad_frame");
    }

    private static string TokenOf(JsonElement signedIn) => signedIn.GetProperty("refreshToken").GetString()!;

    private Task<HttpResponseMessage> PostAsync(string token) => _server.PostJsonAsync(
        "/api/v1/auth/refresh", $$"""{"refreshToken":"{{token}}"}""");

    private async Task<JsonElement> RefreshAsync(string token)
    {
        using var response = await PostAsync(token);
        return await EdgeServer.JsonOf(response, 200);
    }

    private async Task IsRefusedAsync(string token)
    {
        using var response = await PostAsync(token);
        await EdgeServer.ProblemOf(response, 401, "unauthorized");
    }
}
