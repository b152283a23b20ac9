using System.Net.Sockets;
using System.Text;
using AkkaChat.Tests.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AkkaChat.Tests.Media;

/// <summary>How long an upload may take.</summary>
public sealed class UploadTimeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_upload_has_a_time_of_its_own_and_leaves_nothing_when_it_is_over()
    {
        using var directory = new TempDirectory();
        await using var server = await EdgeServer.StartAsync(
        [
            "--AkkaChat:Media:UploadTimeout=00:00:01",
            "--AkkaChat:Limits:RequestTimeout=00:02:00",
            $"--AkkaChat:Media:Directory={directory.Path}",
        ]);
        Assert.Equal(TimeSpan.FromSeconds(1), TimeoutOf(server, "/api/v1/media/"));
        Assert.Equal(TimeSpan.FromMinutes(2), TimeoutOf(server, "/api/v1/media/urls"));

        // A file that begins and never ends.
        using var client = new TcpClient();
        await client.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/media HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {server.TokenOf(MediaServer.NewUser())}\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n" + new string('x', 50_000)));
        var answer = await ReadAsync(client.GetStream()).WaitAsync(Patience);

        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"unavailable\"", answer, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(directory.Path, "*", SearchOption.AllDirectories));
    }

    private static TimeSpan? TimeoutOf(EdgeServer server, string pattern) => Assert.Single(
        server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>(),
        endpoint => endpoint.RoutePattern.RawText == pattern).Metadata.GetMetadata<RequestTimeoutPolicy>()!.Timeout;

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains('}', StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
            {
                break;
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}
