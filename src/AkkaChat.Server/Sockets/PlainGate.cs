namespace AkkaChat.Server.Sockets;

/// <summary>
/// Bounds the texts of all plain connections of this node that were not passed on yet; while there are more, none of the
/// sockets is read. With the longest texts it holds 32 MiB.
/// </summary>
internal sealed class PlainGate : IDisposable
{
    /// <summary>Most texts of one node; they are many only while the cluster's hub has no home.</summary>
    public const int MostUnheard = 1024;

    private readonly SemaphoreSlim _unheard = new(MostUnheard);

    /// <summary>Waits until another text may be passed on.</summary>
    public Task EnterAsync(CancellationToken stop) => _unheard.WaitAsync(stop);

    /// <summary>A text was passed on.</summary>
    public void Leave() => _unheard.Release();

    /// <inheritdoc/>
    public void Dispose() => _unheard.Dispose();
}
