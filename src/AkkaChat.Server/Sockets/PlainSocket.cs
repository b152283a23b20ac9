using AkkaChat.Protocol;

namespace AkkaChat.Server.Sockets;

/// <summary>One connection of the plain lobby.</summary>
internal sealed class PlainSocket(SocketWriter writer) : IDisposable
{
    /// <summary>Texts of one connection that the lobby has not passed on yet; its socket is not read while there are more.</summary>
    private const int MaxUnheard = 32;

    private readonly SemaphoreSlim _unheard = new(MaxUnheard);

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
    public Task MaySayAsync(CancellationToken stop) => _unheard.WaitAsync(stop);

    /// <summary>A text was passed on.</summary>
    public void Heard() => _unheard.Release();

    /// <inheritdoc/>
    public void Dispose() => _unheard.Dispose();
}
