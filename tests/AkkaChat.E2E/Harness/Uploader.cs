using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AkkaChat.E2E.Harness;

/// <summary>Sends and fetches files as clients do.</summary>
public static class Uploader
{
    private const string Boundary = "----WebKitFormBoundaryo2RkDpZ5cJ0mXQ1t";

    /// <summary>A picture of one pixel.</summary>
    public static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /// <summary>The content type of its requests.</summary>
    public static string ContentType => $"multipart/form-data; boundary={Boundary}";

    /// <summary>The body of a request, byte for byte as wx.uploadFile sends it.</summary>
    public static byte[] Form(byte[] file, string name = "tmp_8f2c.png", string type = "image/png") =>
    [
        .. Encoding.UTF8.GetBytes(
            $"--{Boundary}\r\nContent-Disposition: form-data; name=\"room\"\r\n\r\nr-1\r\n--{Boundary}\r\n"
            + $"Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {type}\r\n\r\n"),
        .. file,
        .. Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n"),
    ];

    /// <summary>Uploads a file.</summary>
    public static async Task<(int Status, Frame Body)> UploadAsync(ServerProcess server, Guest guest, byte[] file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/media") { Content = new ByteArrayContent(Form(file)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", guest.Token);
        using var answer = await server.Http.SendAsync(request);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return ((int)answer.StatusCode, new Frame(body.RootElement.Clone()));
    }

    /// <summary>Uploads a file that must be taken; gives its address.</summary>
    public static async Task<string> KeepAsync(ServerProcess server, Guest guest, byte[] file)
    {
        var (status, body) = await UploadAsync(server, guest, file);
        Assert.True(status == 200, $"{status}: {body}");
        return body.Text("url")!;
    }

    /// <summary>Fetches a file; no guest: without a token.</summary>
    public static async Task<(int Status, byte[] Bytes)> GetAsync(ServerProcess server, string url, Guest? guest)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (guest is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", guest.Token);
        }

        using var answer = await server.Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>The files that are kept or are being uploaded in a directory.</summary>
    public static string[] FilesIn(string directory) => Directory.GetFiles(directory, "*", SearchOption.AllDirectories);
}
