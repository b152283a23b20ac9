using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AkkaChat.Protocol;
using AkkaChat.Server.Media;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Sqlite;
using AkkaChat.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AkkaChat.Tests.Media;

/// <summary>The whole server with SQLite, small limits and a clock that tests move.</summary>
public sealed class MediaServer : IAsyncLifetime, IDisposable
{
    /// <summary>The limits, in bytes.</summary>
    public const int MaxImage = 20_000;

    /// <summary>As <see cref="MaxImage"/>.</summary>
    public const int MaxVoice = 3_000;

    /// <summary>As <see cref="MaxImage"/>.</summary>
    public const int MaxFile = 100_000;

    internal const string Boundary = "------WebKitFormBoundary7MA4YWxkTrZu0gW";

    private readonly TempDirectory _directory = new();
    private EdgeServer? _server;

    internal EdgeServer Server => _server ?? throw new InvalidOperationException("not started");

    internal IChatStore Store => Server.App.Services.GetRequiredService<IChatStore>();

    internal OrphanSweeper Sweeper => Server.App.Services.GetRequiredService<OrphanSweeper>();

    public async Task InitializeAsync() => _server = await EdgeServer.StartAsync(
        [
            $"--AkkaChat:Media:Directory={_directory.Path}",
            $"--AkkaChat:Media:MaxImageBytes={MaxImage}",
            $"--AkkaChat:Media:MaxVoiceBytes={MaxVoice}",
            "--AkkaChat:Media:MaxVideoBytes=0",
            $"--AkkaChat:Media:MaxFileBytes={MaxFile}",
            "--AkkaChat:Media:MaxImagePixels=1000000",
            "--AkkaChat:Media:UploadsPerMinute=20",
            "--AkkaChat:Media:UploadMegabytesPerHour=1",
        ],
        builder => builder.Services.AddSingleton<IChatStore>(_ => new SqliteStore(
            _directory.File("store"), new StorageOptions(), TimeProvider.System, NullLogger<SqliteStore>.Instance)));

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();

    public void Dispose() => _directory.Dispose();

    /// <summary>Somebody who was not there before.</summary>
    internal static UserId NewUser() => UserId.Parse($"u-{Guid.NewGuid():n}");

    /// <summary>The files that are kept, and those that are being uploaded.</summary>
    internal string[] Files() =>
    [
        .. Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_directory.Path, file))
            .Where(file => !file.StartsWith("store", StringComparison.Ordinal)),
    ];

    /// <summary>A part of a form, as wx.uploadFile writes it.</summary>
    internal static byte[] FilePart(byte[] file, string fileName = "tmp_1.jpg", string type = "image/jpeg", string field = "file") =>
        Part($"Content-Disposition: form-data; name=\"{field}\"; filename=\"{fileName}\"\r\nContent-Type: {type}", file);

    /// <summary>A field beside the file.</summary>
    internal static byte[] FieldPart(string name, string value) =>
        Part($"Content-Disposition: form-data; name=\"{name}\"", Encoding.UTF8.GetBytes(value));

    internal static byte[] Part(string head, byte[] body) =>
        [.. Encoding.UTF8.GetBytes($"--{Boundary}\r\n{head}\r\n\r\n"), .. body, .. "\r\n"u8];

    internal static byte[] Form(params byte[][] parts) =>
        [.. parts.SelectMany(part => part), .. Encoding.UTF8.GetBytes($"--{Boundary}--\r\n")];

    internal Task<HttpResponseMessage> UploadAsync(UserId? user, byte[] form, string contentType = $"multipart/form-data; boundary={Boundary}")
    {
        var body = new ByteArrayContent(form);
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return Server.SendAsync(HttpMethod.Post, "/api/v1/media", user is { } who ? Server.TokenOf(who) : null, body);
    }

    /// <summary>Uploads what must be taken; gives the answer.</summary>
    internal async Task<JsonElement> KeepAsync(UserId user, byte[] file, string fileName = "tmp_1.jpg", string type = "image/jpeg")
    {
        using var response = await UploadAsync(user, Form(FilePart(file, fileName, type)));
        return await EdgeServer.JsonOf(response, 200);
    }

    /// <summary>Asks for a file.</summary>
    internal async Task<HttpResponseMessage> GetAsync(
        string url, UserId? user, Action<HttpRequestHeaders>? adjust = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, url);
        if (user is { } who)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Server.TokenOf(who));
        }

        adjust?.Invoke(request.Headers);
        return await Server.Client.SendAsync(request);
    }

    internal async Task<int> StatusAsync(string url, UserId? user)
    {
        using var response = await GetAsync(url, user);
        return (int)response.StatusCode;
    }
}
