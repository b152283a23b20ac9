using System.Threading.Channels;
using AkkaChat.Server.Storage;

namespace AkkaChat.Tests.Support;

/// <summary>A call of the store that waits for the test.</summary>
/// <param name="asked">What the store was asked.</param>
internal sealed class HeldCall(object asked)
{
    private readonly Channel<bool> _decision = Channel.CreateBounded<bool>(1);

    /// <summary>The runs of a write, each with its first and last seq.</summary>
    public IReadOnlyList<(long First, long Last)> Runs => [.. ((IReadOnlyList<StoreWrite>)asked)
        .OfType<StoreWrite.Append>()
        .Select(append => (append.First, append.First + append.Events.Length - 1))];

    /// <summary>Lets the call do what it does.</summary>
    public void GoOn() => _decision.Writer.TryWrite(true);

    /// <summary>Lets the call fail; nothing was done.</summary>
    public void Fail() => _decision.Writer.TryWrite(false);

    /// <summary>Waits for the test.</summary>
    public async Task DecideAsync()
    {
        if (!await _decision.Reader.ReadAsync())
        {
            throw new StoreUnavailableException("The test says so.");
        }
    }
}
