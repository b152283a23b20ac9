using System.Net.Sockets;

namespace AkkaChat.Bench.Peers.Sockets;

/// <summary>
/// What goes out to one client: straight to the kernel while it takes it, else through a bounded queue. A client that lets
/// the queue run full is cut off.
/// </summary>
internal sealed class SocketsMember(Socket socket, bool coalesce)
{
    // As much as AkkaChat holds for a slow client.
    private const int MaxQueuedBytes = 256 * 1_024;

    private readonly Lock _gate = new();
    private Queue<ReadOnlyMemory<byte>>? _queue;
    private int _queuedBytes;
    private bool _isClosed;

    /// <summary>Enters rooms, but sends <paramref name="answer"/> before anything that comes from them.</summary>
    public void Open(byte[] answer, Action enter)
    {
        lock (_gate)
        {
            enter();
            Send(answer);
        }
    }

    /// <summary>Sends bytes, which nobody changes any more. Never waits.</summary>
    public void Send(byte[] bytes)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            if (_queue is not null)
            {
                Enqueue(_queue, bytes);
                return;
            }

            var sent = socket.Send(bytes, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock || (error == SocketError.Success && sent < bytes.Length))
            {
                Enqueue(_queue = [], bytes.AsMemory(sent));
                _ = FlushAsync(_queue);
            }
            else if (error != SocketError.Success)
            {
                Close();
            }
        }
    }

    /// <summary>Ends the connection.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            socket.Dispose();
        }
    }

    private void Enqueue(Queue<ReadOnlyMemory<byte>> queue, ReadOnlyMemory<byte> bytes)
    {
        _queuedBytes += bytes.Length;
        queue.Enqueue(bytes);
        if (_queuedBytes > MaxQueuedBytes)
        {
            Close();
        }
    }

    private async Task FlushAsync(Queue<ReadOnlyMemory<byte>> queue)
    {
        try
        {
            while (TryTake(queue, out var next))
            {
                await socket.SendAsync(next);
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            Close();
        }
    }

    private bool TryTake(Queue<ReadOnlyMemory<byte>> queue, out ReadOnlyMemory<byte> next)
    {
        lock (_gate)
        {
            if (coalesce && queue.Count > 1)
            {
                next = ServerFrame.Join(queue);
                queue.Clear();
            }
            else if (!queue.TryDequeue(out next))
            {
                _queue = null;
                return false;
            }

            _queuedBytes -= next.Length;
            return true;
        }
    }
}
