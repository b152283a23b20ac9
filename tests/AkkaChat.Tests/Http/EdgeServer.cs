using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AkkaChat.Protocol;
using AkkaChat.Server;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace AkkaChat.Tests.Http;

/// <summary>The whole server on a free port of this machine, with a store in memory.</summary>
internal sealed class EdgeServer : IAsyncDisposable
{
    private readonly TempDirectory _data;

    private EdgeServer(WebApplication app, TempDirectory data, ManualTime time, FakeStore store)
    {
        _data = data;
        App = app;
        Time = time;
        Store = store;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public WebApplication App { get; }

    public ManualTime Time { get; }

    public FakeStore Store { get; }

    public HttpClient Client { get; }

    public static async Task<EdgeServer> StartAsync(
        string[]? args = null, Action<WebApplicationBuilder>? adjust = null, Action<WebApplication>? extend = null)
    {
        var data = new TempDirectory();
        var time = new ManualTime();
        var store = new FakeStore(time);
        var app = Program.Build(
            [
                "--environment=Development",
                "--urls=http://127.0.0.1:0",
                $"--AkkaChat:DataDirectory={data.Path}",
                .. args ?? [],
            ],
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(time);
                builder.Services.AddSingleton<IChatStore>(store);
                UseMemory(builder);
                adjust?.Invoke(builder);
            });
        extend?.Invoke(app);
        await app.StartAsync();
        return new EdgeServer(app, data, time, store);
    }

    /// <summary>What the edge needs of other folders, where they have not brought it themselves.</summary>
    public static void UseMemory(WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<IChatStore>(new FakeStore(TimeProvider.System));
        builder.Services.TryAddSingleton<WritePipeline>();
        builder.Services.TryAddSingleton<ReadPipeline>();
        builder.Services.TryAddSingleton<RoomGateway>();
    }

    public string TokenOf(UserId user) => App.Services.GetRequiredService<AccessTokens>().Issue(user).Text;

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostJsonAsync(string path, string json) =>
        Client.PostAsync(path, JsonText(json));

    public async Task<JsonElement> SignInAsync(string name)
    {
        using var response = await Client.PostAsync("/api/v1/auth/guest", JsonContent.Create(new { name }));
        return await JsonOf(response, 200);
    }

    public static StringContent JsonText(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    public static async Task<JsonElement> JsonOf(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"expected {status}, got {(int)response.StatusCode}: {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static async Task<JsonElement> ProblemOf(HttpResponseMessage response, int status, string code)
    {
        var problem = await JsonOf(response, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        return problem;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        _data.Dispose();
    }
}
