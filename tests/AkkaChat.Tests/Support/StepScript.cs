using System.Threading.Channels;
using AkkaChat.Server.Storage;

namespace AkkaChat.Tests.Support;

/// <summary>What happens at one sort of call: it goes through, fails, or is held for the test to decide.</summary>
internal sealed class StepScript(StoreStep step)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<HeldCall> _held = Channel.CreateUnbounded<HeldCall>();
    private int _failures;
    private int _calls;
    private volatile bool _isHolding;

    /// <summary>Calls that came so far.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>From now on calls wait for the test.</summary>
    public void Hold() => _isHolding = true;

    /// <summary>From now on calls go through; those that wait already still do.</summary>
    public void GoOn() => _isHolding = false;

    /// <summary>The next calls fail.</summary>
    public void Fail(int times = 1) => Interlocked.Add(ref _failures, times);

    /// <summary>The next call that is held.</summary>
    public async Task<HeldCall> NextAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            return await _held.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The store was to be called for {step}; it got {Calls} such calls so far.");
        }
    }

    /// <summary>Runs a call by the script.</summary>
    public async Task<T> RunAsync<T>(object asked, Func<T> work, Lock gate)
    {
        Interlocked.Increment(ref _calls);
        if (_isHolding)
        {
            var call = new HeldCall(asked);
            await _held.Writer.WriteAsync(call);
            await call.DecideAsync();
        }
        else if (TakeFailure())
        {
            throw new StoreUnavailableException("The test says so.");
        }

        lock (gate)
        {
            return work();
        }
    }

    private bool TakeFailure()
    {
        var left = Volatile.Read(ref _failures);
        return left > 0 && Interlocked.CompareExchange(ref _failures, left - 1, left) == left;
    }
}
