using System.IO.Compression;
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
    private static readonly string LargeScript = string.Concat(Enumerable.Repeat("export const words = 'again';\n", 200));

    private readonly TempDirectory _web = new();
    private WebApplication _app = null!;
    private HttpClient? _client;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_web.File("index.html"), "<!doctype html>page");
        await File.WriteAllTextAsync(_web.File("large.js"), LargeScript);
        await File.WriteAllTextAsync(_web.File("picture.png"), LargeScript);
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

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    public async Task A_text_is_packed_as_the_browser_takes_it(string accepted, string coding)
    {
        using var response = await GetAsync("/large.js", accepted);

        Assert.Equal(coding, Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        Assert.Equal("text/javascript; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        await using var packed = await response.Content.ReadAsStreamAsync();
        await using Stream unpacked = coding == "br"
            ? new BrotliStream(packed, CompressionMode.Decompress)
            : new GZipStream(packed, CompressionMode.Decompress);
        using var text = new StreamReader(unpacked);
        Assert.Equal(LargeScript, await text.ReadToEndAsync());
    }

    [Theory]
    [InlineData("/large.js", "identity")]
    [InlineData("/large.js", "br;q=0")]
    [InlineData("/picture.png", "br")]
    [InlineData("/app.js", "br")]
    public async Task What_is_not_packed_comes_as_it_is(string path, string accepted)
    {
        using var response = await GetAsync(path, accepted);

        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal(await File.ReadAllTextAsync(_web.File(path[1..])), await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Each_coding_has_an_entity_tag_of_its_own()
    {
        using var plain = await GetAsync("/large.js", "identity");
        using var packed = await GetAsync("/large.js", "br");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/large.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
        request.Headers.IfNoneMatch.Add(packed.Headers.ETag!);

        using var again = await _client!.SendAsync(request);

        Assert.NotEqual(plain.Headers.ETag, packed.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task A_file_that_changed_is_packed_again()
    {
        using var before = await GetAsync("/large.js", "gzip");
        await File.WriteAllTextAsync(_web.File("large.js"), LargeScript + LargeScript);

        using var after = await GetAsync("/large.js", "gzip");

        await using var unpacked = new GZipStream(await after.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var text = new StreamReader(unpacked);
        Assert.Equal(LargeScript + LargeScript, await text.ReadToEndAsync());
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

    private async Task<HttpResponseMessage> GetAsync(string path, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        return await _client!.SendAsync(request);
    }

    private static async Task AcceptAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
    }
}
