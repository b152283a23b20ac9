using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace AkkaChat.Bench.Peers.Sockets;

/// <summary>The HTTP request that opens a WebSocket.</summary>
/// <param name="Query">What stands in its path from the question mark on.</param>
/// <param name="Key">The client's <c>Sec-WebSocket-Key</c>.</param>
internal sealed record UpgradeRequest(string Query, string Key)
{
    private const string KeyHeader = "Sec-WebSocket-Key:";

    /// <summary>Reads the head of a request, without the empty line at its end; null if it asks for something else.</summary>
    public static UpgradeRequest? Parse(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.ASCII.GetString(head).Split("\r\n");
        var path = lines[0].Split(' ');
        var key = Array.Find(lines, line => line.StartsWith(KeyHeader, StringComparison.OrdinalIgnoreCase));
        if (path is not ["GET", var target, _] || key is null)
        {
            return null;
        }

        var question = target.IndexOf('?', StringComparison.Ordinal);
        return new UpgradeRequest(question < 0 ? "" : target[question..], key[KeyHeader.Length..].Trim());
    }

    /// <summary>The response that makes it a WebSocket.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "RFC 6455 asks for it")]
    public byte[] Answer()
    {
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(Key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
    }
}
