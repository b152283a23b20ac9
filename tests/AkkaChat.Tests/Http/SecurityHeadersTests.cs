using AkkaChat.Server.Http;
using Xunit;

namespace AkkaChat.Tests.Http;

public sealed class SecurityHeadersTests(EdgeFixture fixture) : IClassFixture<EdgeFixture>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/nothing")]
    [InlineData("/health/live")]
    [InlineData("/api/v1/rooms")]
    [InlineData("/openapi/v1.json")]
    public async Task Every_answer_has_them(string path)
    {
        using var response = await fixture.Server.SendAsync(HttpMethod.Get, path, token: null);

        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Header(response, "Content-Security-Policy"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Contains("camera=()", Header(response, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Contains("microphone=(self)", Header(response, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public void No_script_and_no_style_runs_but_our_own()
    {
        var rules = SecurityHeaders.ContentSecurityPolicy.Split("; ");

        Assert.Contains("default-src 'self'", rules);
        Assert.Contains("script-src 'self'", rules);
        Assert.Contains("style-src 'self'", rules);
        Assert.Contains("media-src 'self' blob:", rules);
        Assert.DoesNotContain("unsafe", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
}
