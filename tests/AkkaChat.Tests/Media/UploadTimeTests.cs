using System.Net;
using System.Net.Http.Headers;
using AkkaChat.Tests.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AkkaChat.Tests.Media;

/// <summary>How long an upload may take.</summary>
public sealed class UploadTimeTests
{
    [Fact]
    public async Task An_upload_has_a_time_of_its_own_and_leaves_nothing_when_it_is_over()
    {
        await using var server = await EdgeServer.StartAsync(
            ["--AkkaChat:Media:UploadTimeout=00:00:01", "--AkkaChat:Limits:RequestTimeout=00:02:00"]);
        var user = MediaServer.NewUser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/media") { Content = new EndlessForm() };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.TokenOf(user));

        using var response = await server.Client.SendAsync(request);

        await EdgeServer.ProblemOf(response, 503, "unavailable");
        Assert.Equal(TimeSpan.FromSeconds(1), TimeoutOf(server, "/api/v1/media/"));
        Assert.Equal(TimeSpan.FromMinutes(2), TimeoutOf(server, "/api/v1/media/urls"));
    }

    private static TimeSpan? TimeoutOf(EdgeServer server, string pattern) => Assert.Single(
        server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>(),
        endpoint => endpoint.RoutePattern.RawText == pattern).Metadata.GetMetadata<RequestTimeoutPolicy>()!.Timeout;

    // A file that begins and never ends.
    private sealed class EndlessForm : HttpContent
    {
        public EndlessForm() => Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, default);

        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(
                "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nbeginning"u8.ToArray(), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
