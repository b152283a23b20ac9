using AkkaChat.Protocol;

namespace AkkaChat.Server.Sockets;

/// <summary>One connection of the plain lobby.</summary>
internal sealed class PlainSocket(SocketWriter writer, PlainGate gate) : IDisposable
{
    /// <summary>Longest text, in bytes: with what is around it, it crosses nodes in one message that holds nobody up.</summary>
    public const int MaxTextBytes = 32 * 1024;

    /// <summary>Texts of one connection that the lobby has not passed on yet; its socket is not read while there are more.</summary>
    private const int MaxUnheard = 32;

    private readonly SemaphoreSlim _unheard = new(MaxUnheard);
    private bool _isGone;

    /// <summary>Sends a text, or closes a connection that has too much waiting.</summary>
    public void Write(ReadOnlyMemory<byte> text)
    {
        if (writer.HasRoom)
        {
            writer.Write(text);
        }
        else
        {
            writer.Close((int)CloseCode.SlowConsumer, CloseCode.SlowConsumer.Reason());
            writer.Abort(); // what waits would not be read either
        }
    }

    /// <summary>Waits until another text may be passed on.</summary>
    public async Task MaySayAsync(CancellationToken stop)
    {
        await _unheard.WaitAsync(stop);
        await gate.EnterAsync(stop);
    }

    /// <summary>A text was passed on. A connection may be gone before all of its texts are.</summary>
    public void Heard()
    {
        gate.Leave();
        if (!_isGone)
        {
            _unheard.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isGone = true;
        _unheard.Dispose();
    }
}
