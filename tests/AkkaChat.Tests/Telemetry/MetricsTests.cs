using AkkaChat.Server.Telemetry;
using AkkaChat.Tests.Http;
using Xunit;

namespace AkkaChat.Tests.Telemetry;

public sealed class MetricsTests
{
    [Fact]
    public async Task The_figures_of_server_web_and_runtime_are_there_and_name_nobody()
    {
        await using var server = await EdgeServer.StartAsync();
        var user = (await server.SignInAsync("Ann")).GetProperty("user").GetProperty("id").GetString()!;
        using var unknown = await server.SendAsync(HttpMethod.Get, $"/api/v1/rooms/{user}/events", token: null);

        var text = await server.Client.GetStringAsync(TelemetryHosting.Path);

        Assert.Contains("akkachat_auth_sign_ins_total{", text, StringComparison.Ordinal);
        Assert.Contains("way=\"guest\"", text, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds_count{", text, StringComparison.Ordinal);
        Assert.Contains("http_route=\"/api/v1/rooms/{id}/events\"", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_collections_total", text, StringComparison.Ordinal);
        Assert.DoesNotContain(user, text, StringComparison.Ordinal);
    }
}
