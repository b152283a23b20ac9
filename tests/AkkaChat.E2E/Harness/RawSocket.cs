using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace AkkaChat.E2E.Harness;

/// <summary>A connection on which a test can do what no client library would.</summary>
public sealed class RawSocket : IDisposable
{
    private readonly TcpClient _tcp = new();

    /// <summary>What came from the server before the end.</summary>
    public List<string> Texts { get; } = [];

    private NetworkStream Stream => _tcp.GetStream();

    /// <summary>Opens a connection and sends nothing.</summary>
    public static async Task<RawSocket> DialAsync(ServerProcess server)
    {
        var raw = new RawSocket();
        await raw._tcp.ConnectAsync("127.0.0.1", server.Address.Port);
        return raw;
    }

    /// <summary>Opens a connection and makes a WebSocket of it.</summary>
    public static async Task<RawSocket> OpenAsync(ServerProcess server)
    {
        var raw = await DialAsync(server);
        await raw.WriteAsync(Encoding.ASCII.GetBytes(Handshake(server)));
        var head = await raw.ReadHeadAsync();
        return head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)
            ? raw
            : throw new InvalidOperationException($"the upgrade was answered with {head}");
    }

    /// <summary>The request that asks for a WebSocket.</summary>
    public static string Handshake(ServerProcess server) =>
        $"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{server.Address.Port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + $"Sec-WebSocket-Key: {Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))}\r\nSec-WebSocket-Version: 13\r\n\r\n";

    /// <summary>Sends bytes as they are.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await Stream.WriteAsync(bytes);

    /// <summary>Sends one frame.</summary>
    public async Task SendAsync(int opcode, byte[] payload, bool isLast = true, bool isMasked = true)
    {
        var frame = new List<byte> { (byte)((isLast ? 0x80 : 0) | opcode) };
        var mask = isMasked ? 0x80 : 0;
        switch (payload.Length)
        {
            case < 126:
                frame.Add((byte)(mask | payload.Length));
                break;
            case < 65_536:
                frame.Add((byte)(mask | 126));
                frame.AddRange(Big(payload.Length)[6..]);
                break;
            default:
                frame.Add((byte)(mask | 127));
                frame.AddRange(Big(payload.Length));
                break;
        }

        if (isMasked)
        {
            frame.AddRange([0, 0, 0, 0]); // a mask that changes nothing
        }

        frame.AddRange(payload);
        await WriteAsync(frame.ToArray());
    }

    /// <summary>Reads up to the server's close; gives its code, or 0 if the connection was cut.</summary>
    public async Task<int> CloseCodeAsync(string what)
    {
        return await Patience.ForAsync(ReadAsync(), what, () => $"These texts had come: {string.Join('\n', Texts)}");

        async Task<int> ReadAsync()
        {
            try
            {
                while (true)
                {
                    var (opcode, payload) = await ReadFrameAsync();
                    if (opcode == 8)
                    {
                        return payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 1005;
                    }

                    Texts.Add(Encoding.UTF8.GetString(payload));
                }
            }
            catch (Exception cut) when (cut is IOException or SocketException)
            {
                return 0;
            }
        }
    }

    /// <summary>Waits until the server ends the connection; gives what it sent.</summary>
    public async Task<string> EndAsync(string what)
    {
        var text = new StringBuilder();
        return await Patience.ForAsync(ReadAsync(), what, () => $"This had come: {text}");

        async Task<string> ReadAsync()
        {
            var buffer = new byte[1024];
            try
            {
                while (await Stream.ReadAsync(buffer) is > 0 and var count)
                {
                    text.Append(Encoding.ASCII.GetString(buffer, 0, count));
                }
            }
            catch (IOException)
            {
                // That is an end too.
            }

            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _tcp.Dispose();

    private static byte[] Big(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        var head = new byte[2];
        await Stream.ReadExactlyAsync(head);
        long length = head[1] & 0x7f;
        if (length >= 126)
        {
            var more = new byte[length == 126 ? 2 : 8];
            await Stream.ReadExactlyAsync(more);
            length = more.Aggregate(0L, (sum, next) => (sum << 8) | next);
        }

        var payload = new byte[length];
        await Stream.ReadExactlyAsync(payload);
        return (head[0] & 0x0f, payload);
    }

    private async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await Patience.ForAsync(Stream.ReadExactlyAsync(one).AsTask(), "the answer to the upgrade", () => head.ToString());
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
