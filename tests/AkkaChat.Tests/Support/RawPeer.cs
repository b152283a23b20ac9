using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace AkkaChat.Tests.Support;

/// <summary>The client's end of a connection, byte by byte.</summary>
internal sealed class RawPeer : IDisposable
{
    /// <summary>The key of <see cref="Head"/>.</summary>
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpClient _tcp = new() { NoDelay = true };
    private Stream _stream = Stream.Null;

    public static async Task<RawPeer> DialAsync(Uri server)
    {
        var peer = new RawPeer();
        await peer._tcp.ConnectAsync(server.Host, server.Port);
        peer._stream = peer._tcp.GetStream();
        if (server.Scheme == "https")
        {
            var tls = new SslStream(peer._stream, leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Subject == "CN=localhost");
            await tls.AuthenticateAsClientAsync("localhost");
            peer._stream = tls;
        }

        return peer;
    }

    /// <summary>The head of an upgrade.</summary>
    public static string Head(string target = "/ws", string more = "") =>
        $"GET {target} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + $"Sec-WebSocket-Key: {Key}\r\nSec-WebSocket-Version: 13\r\n{more}\r\n";

    /// <summary>A text as a client's frame, with a mask that changes nothing.</summary>
    public static byte[] Frame(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)bytes.Length);
        return [0x81, 0x80 | 126, .. length, 0, 0, 0, 0, .. bytes];
    }

    public Task SendAsync(string text) => SendAsync(Encoding.ASCII.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await _stream.WriteAsync(bytes);

    /// <summary>The head of the answer.</summary>
    public async Task<string> AnswerAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await ReadAsync(1))[0]);
        }

        return head.ToString();
    }

    /// <summary>The status of the answer.</summary>
    public async Task<int> StatusAsync() => int.Parse((await AnswerAsync()).Split(' ')[1], null);

    /// <summary>The text of the next frame; of a close, its code.</summary>
    public async Task<string> TextAsync()
    {
        var head = await ReadAsync(2);
        var length = head[1] == 126 ? BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)) : head[1];
        var content = await ReadAsync(length);
        return head[0] == 0x88
            ? $"{BinaryPrimitives.ReadUInt16BigEndian(content)}"
            : Encoding.UTF8.GetString(content);
    }

    /// <summary>All that comes up to the end.</summary>
    public async Task<string> EndAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var all = new MemoryStream();
        await _stream.CopyToAsync(all, timeout.Token);
        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Sends no more, but listens.</summary>
    public void SayNoMore() => _tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Is gone, without a good-bye.</summary>
    public void Reset() => _tcp.Client.Close(timeout: 0);

    public void Dispose()
    {
        _stream.Dispose();
        _tcp.Dispose();
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, timeout.Token);
        return bytes;
    }
}
