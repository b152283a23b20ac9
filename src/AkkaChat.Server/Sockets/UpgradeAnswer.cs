using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AkkaChat.Server.Http;

namespace AkkaChat.Server.Sockets;

/// <summary>The answers below HTTP: the same bytes as those of the web server.</summary>
internal static class UpgradeAnswer
{
    private const int MaxBytes = 1024;
    private const int KeyChars = 24;
    private const int DateChars = 29;

    private static readonly byte[] Security = Encoding.ASCII.GetBytes(
        string.Concat(SecurityHeaders.All.Select(header => $"{header.Key}: {header.Value}\r\n")) + "\r\n");

    /// <summary>The answer that makes a WebSocket of the connection.</summary>
    public static ReadOnlyMemory<byte> Switch(UpgradeHead head, DateTimeOffset now)
    {
        var to = new byte[MaxBytes];
        var size = Add("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nDate: "u8, to, 0);
        size = AddDate(now, to, size);
        size = Add("\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: "u8, to, size);
        size = AddAccept(head.Key, to, size);
        if (head.OffersSubprotocol)
        {
            size = Add("\r\nSec-WebSocket-Protocol: "u8, to, size);
            size += Encoding.ASCII.GetBytes(SocketEndpoint.Subprotocol, to.AsSpan(size));
        }

        size = Add("\r\n"u8, to, size);
        return to.AsMemory(0, Add(Security, to, size));
    }

    /// <summary>The answer to a head that took too long.</summary>
    public static ReadOnlyMemory<byte> Timeout(DateTimeOffset now)
    {
        var to = new byte[MaxBytes];
        var size = Add("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\nDate: "u8, to, 0);
        size = AddDate(now, to, size);
        return to.AsMemory(0, Add("\r\n\r\n"u8, to, size));
    }

    private static int Add(ReadOnlySpan<byte> bytes, Span<byte> to, int size)
    {
        bytes.CopyTo(to[size..]);
        return size + bytes.Length;
    }

    private static int AddDate(DateTimeOffset now, Span<byte> to, int size)
    {
        Utf8Formatter.TryFormat(now, to.Slice(size, DateChars), out var length, 'R');
        return size + length;
    }

    // RFC 6455, section 4.2.2: the key and a constant, hashed.
    private static int AddAccept(string key, Span<byte> to, int size)
    {
        var guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;
        Span<byte> source = stackalloc byte[KeyChars + guid.Length];
        Encoding.ASCII.GetBytes(key, source);
        guid.CopyTo(source[KeyChars..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // the protocol says so; nothing is kept secret by it
        SHA1.HashData(source, hash);
#pragma warning restore CA5350
        Base64.EncodeToUtf8(hash, to[size..], out _, out var length);
        return size + length;
    }
}
