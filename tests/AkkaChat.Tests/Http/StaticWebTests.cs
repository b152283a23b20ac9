using System.Net;
using System.Net.WebSockets;
using AkkaChat.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AkkaChat.Tests.Http;

public sealed class StaticWebTests : IAsyncLifetime, IDisposable
{
    private readonly TempDirectory _web = new();
    private WebApplication _app = null!;
    private HttpClient? _client;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_web.File("index.html"), "<!doctype html>page");
        foreach (var name in new[] { "app.js", "app.mjs", "site.webmanifest", "icon.svg", "site.css" })
        {
            await File.WriteAllTextAsync(_web.File(name), "x");
        }

        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseWebSockets();
        _app.UseStaticWeb(_web.Path);
        _app.UseRouting();
        _app.Map("/", AcceptAsync);
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    public void Dispose()
    {
        _client?.Dispose();
        _web.Dispose();
    }

    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/index.html", "text/html; charset=utf-8")]
    [InlineData("/app.js", "text/javascript; charset=utf-8")]
    [InlineData("/app.mjs", "text/javascript; charset=utf-8")]
    [InlineData("/site.css", "text/css; charset=utf-8")]
    [InlineData("/site.webmanifest", "application/manifest+json")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task A_file_has_its_type_and_is_asked_for_again(string path, string type)
    {
        using var response = await _client!.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.ToString());
        Assert.True(response.Headers.CacheControl!.NoCache);
        Assert.NotNull(response.Headers.ETag);
    }

    [Fact]
    public async Task A_file_that_did_not_change_is_not_sent_again()
    {
        using var first = await _client!.GetAsync("/app.js");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/app.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await _client!.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task A_socket_at_the_root_passes_the_files_by()
    {
        using var socket = new ClientWebSocket();

        await socket.ConnectAsync(new Uri(_app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal) + "/"), default);

        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task Without_files_the_rest_is_served()
    {
        await using var server = await EdgeServer.StartAsync();

        using var response = await server.SendAsync(HttpMethod.Get, "/health/live", token: null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task AcceptAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
    }
}
