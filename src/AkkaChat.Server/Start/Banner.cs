using AkkaChat.Server.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AkkaChat.Server.Start;

/// <summary>The lines that a person reads who has just started the server.</summary>
internal static class Banner
{
    /// <summary>Writes them.</summary>
    public static Task WriteAsync(WebApplication app, TextWriter output)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var data = app.Services.GetRequiredService<DataDirectory>();
        return output.WriteAsync(Text(addresses, data.FullPath));
    }

    /// <summary>The lines for a server at these addresses.</summary>
    internal static string Text(IEnumerable<string> addresses, string dataDirectory)
    {
        var lines = new List<string> { "AkkaChat is running." };
        foreach (var address in addresses.Select(Reachable))
        {
            lines.Add($"  Chat:    {address}/");
            lines.Add($"  Socket:  {address.Replace("http", "ws", StringComparison.Ordinal)}/ws");
            lines.Add($"  API:     {address}{ApiDocument.Path}");
        }

        lines.Add($"  Data:    {dataDirectory}");
        lines.Add("Stop with Ctrl-C.");
        return string.Join('\n', lines) + "\n";
    }

    // What a server listens on is not always what a browser can open.
    private static string Reachable(string address) => address
        .TrimEnd('/')
        .Replace("//[::]:", "//localhost:", StringComparison.Ordinal)
        .Replace("//0.0.0.0:", "//localhost:", StringComparison.Ordinal);
}
