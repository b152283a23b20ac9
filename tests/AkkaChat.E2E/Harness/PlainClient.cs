using System.Net.WebSockets;
using System.Threading.Channels;

namespace AkkaChat.E2E.Harness;

/// <summary>A client of the plain lobby: texts in, texts out.</summary>
public sealed class PlainClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Channel<byte[]> _heard = Channel.CreateUnbounded<byte[]>();
    private Task _reading = Task.CompletedTask;

    /// <summary>The subprotocol that the server chose.</summary>
    public string? Subprotocol => _socket.SubProtocol;

    /// <summary>Opens one.</summary>
    public static async Task<PlainClient> OpenAsync(ServerProcess server, params string[] subprotocols)
    {
        var client = new PlainClient();
        foreach (var subprotocol in subprotocols)
        {
            client._socket.Options.AddSubProtocol(subprotocol);
        }

        using var patience = new CancellationTokenSource(Patience.Usual);
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Address.Port}/"), patience.Token);
        client._reading = Task.Run(client.ReadAsync);
        return client;
    }

    /// <summary>Says something.</summary>
    public Task SayAsync(ReadOnlyMemory<byte> text) =>
        _socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask();

    /// <summary>The next text.</summary>
    public async Task<byte[]> HearAsync(string what) =>
        await Patience.ForAsync(_heard.Reader.ReadAsync().AsTask(), what);

    /// <summary>True if nothing waits to be heard.</summary>
    public bool HasHeardAll() => _heard.Reader.Count == 0;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[70_000];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                if (part.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                _heard.Writer.TryWrite(buffer[..length]);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The channel says that it is over.
        }

        _heard.Writer.TryComplete();
    }
}
