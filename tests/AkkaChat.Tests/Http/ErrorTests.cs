using System.Net.Http.Headers;
using AkkaChat.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace AkkaChat.Tests.Http;

public sealed class ErrorTests(EdgeFixture fixture) : IClassFixture<EdgeFixture>
{
    private readonly EdgeServer _server = fixture.Server;

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "not_found")]
    [InlineData("GET", "/api", 404, "not_found")]
    [InlineData("GET", "/nothing.html", 404, "not_found")]
    [InlineData("GET", "/api/v1/auth/guest", 405, "unknown_type")]
    [InlineData("DELETE", "/api/v1/rooms", 405, "unknown_type")]
    [InlineData("GET", "/api/v1/rooms", 401, "unauthorized")]
    [InlineData("GET", "/api/v1/rooms/r-1/events", 401, "unauthorized")]
    public async Task What_goes_wrong_is_a_problem(string method, string path, int status, string code)
    {
        using var response = await _server.SendAsync(new HttpMethod(method), path, token: null);

        await EdgeServer.ProblemOf(response, status, code);
    }

    [Fact]
    public async Task A_post_without_a_token_is_unauthorized()
    {
        using var response = await _server.PostJsonAsync("/api/v1/rooms/r-1/messages", "{}");

        await EdgeServer.ProblemOf(response, 401, "unauthorized");
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task An_expired_token_is_told_from_a_bad_one()
    {
        await using var server = await EdgeServer.StartAsync();
        var token = server.TokenOf(UserId.Parse("u-1"));
        server.Time.Advance(TimeSpan.FromHours(1));

        using var expired = await server.SendAsync(HttpMethod.Get, "/api/v1/rooms", token);
        using var bad = await server.SendAsync(HttpMethod.Get, "/api/v1/rooms", token + "x");

        await EdgeServer.ProblemOf(expired, 401, "token_expired");
        await EdgeServer.ProblemOf(bad, 401, "unauthorized");
    }

    [Fact]
    public async Task A_token_in_the_address_is_not_taken()
    {
        var token = _server.TokenOf(UserId.Parse("u-1"));

        using var response = await _server.SendAsync(HttpMethod.Get, $"/api/v1/rooms?access_token={token}", token: null);

        await EdgeServer.ProblemOf(response, 401, "unauthorized");
    }

    [Fact]
    public async Task A_token_that_is_too_long_is_unauthorized()
    {
        using var response = await _server.SendAsync(HttpMethod.Get, "/api/v1/rooms", new string('a', 8_000));

        await EdgeServer.ProblemOf(response, 401, "unauthorized");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_of_another_type_is_a_problem(string mediaType)
    {
        using var body = new StringContent("""{"name":"Ann"}""", MediaTypeHeaderValue.Parse(mediaType));

        using var response = await _server.SendAsync(HttpMethod.Post, "/api/v1/auth/guest", token: null, body);

        await EdgeServer.ProblemOf(response, 415, "bad_frame");
    }

    [Theory]
    [InlineData(65_536, 400)]
    [InlineData(65_537, 413)]
    public async Task A_body_has_at_most_64_KiB(int length, int status)
    {
        using var response = await _server.PostJsonAsync("/api/v1/auth/guest", new string(' ', length));

        await EdgeServer.ProblemOf(response, status, status == 413 ? "too_large" : "bad_frame");
    }

    [Fact]
    public async Task A_body_of_unknown_length_has_at_most_64_KiB_too()
    {
        using var body = EdgeServer.JsonText(new string(' ', 65_537));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/guest") { Content = body };
        request.Headers.TransferEncodingChunked = true;

        using var response = await _server.Client.SendAsync(request);

        await EdgeServer.ProblemOf(response, 413, "too_large");
    }

    [Fact]
    public async Task A_bug_is_a_problem_that_says_nothing_about_it()
    {
        await using var server = await EdgeServer.StartAsync(extend: app => app.MapGet("/api/bug", Fail));

        using var response = await server.SendAsync(HttpMethod.Get, "/api/bug", token: null);

        var problem = await EdgeServer.ProblemOf(response, 500, "internal");
        Assert.DoesNotContain("very secret", problem.ToString(), StringComparison.Ordinal);
    }

    private static IResult Fail() => throw new InvalidOperationException("very secret");
}
