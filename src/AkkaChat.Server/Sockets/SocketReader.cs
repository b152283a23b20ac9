using System.Buffers;
using System.Net.WebSockets;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// The way in of one socket: whole text frames within the size limit, one after the other, until the connection ends. It
/// holds no buffer while nothing comes.
/// </summary>
internal sealed class SocketReader(WebSocket socket, int maxFrameBytes)
{
    private const int FirstBufferBytes = 4096;

    /// <summary>How reading ended.</summary>
    public enum End
    {
        /// <summary>The client closed, or went away.</summary>
        Closed,

        /// <summary>The client sent a binary frame.</summary>
        Binary,

        /// <summary>A frame was larger than allowed.</summary>
        TooLarge,
    }

    /// <summary>Gives each frame to <paramref name="onFrame"/>, and waits for it before it reads on.</summary>
    public async Task<End> RunAsync(Func<ReadOnlyMemory<byte>, ValueTask> onFrame)
    {
        try
        {
            while (true)
            {
                var first = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None); // waits without a buffer
                if (first.MessageType == WebSocketMessageType.Close)
                {
                    return End.Closed;
                }

                if (first is { EndOfMessage: true, MessageType: WebSocketMessageType.Text })
                {
                    await onFrame(ReadOnlyMemory<byte>.Empty); // an empty frame is over with that
                    continue;
                }

                if (first.EndOfMessage)
                {
                    return End.Binary;
                }

                if (await ReadFrameAsync(onFrame) is { } end)
                {
                    return end;
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException
            or ObjectDisposedException)
        {
            return End.Closed;
        }
    }

    private async ValueTask<End?> ReadFrameAsync(Func<ReadOnlyMemory<byte>, ValueTask> onFrame)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        try
        {
            var length = 0;
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += part.Count;
                if (part.MessageType != WebSocketMessageType.Text)
                {
                    return part.MessageType == WebSocketMessageType.Close ? End.Closed : End.Binary;
                }

                if (length > maxFrameBytes)
                {
                    return End.TooLarge;
                }

                if (part.EndOfMessage)
                {
                    await onFrame(buffer.AsMemory(0, length));
                    return null;
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, length);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private byte[] Grow(byte[] buffer, int length)
    {
        // One byte more than allowed is enough to see that a frame is too large.
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 2, maxFrameBytes + 1));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
