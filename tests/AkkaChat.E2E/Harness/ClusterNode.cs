namespace AkkaChat.E2E.Harness;

/// <summary>
/// One node of a cluster. Whenever its process ends it is started again at the same addresses, as a platform does, unless
/// it is to stay down.
/// </summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private static int _joins;

    private readonly CancellationTokenSource _end = new();
    private Task _watching = Task.CompletedTask;
    private volatile TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? _down;

    private ClusterNode(int index, ServerProcess server)
    {
        Index = index;
        Server = server;
    }

    /// <summary>Which one, from 0.</summary>
    public int Index { get; }

    /// <summary>Its process.</summary>
    public ServerProcess Server { get; }

    /// <summary>Grows with every node that joins, so the lowest of a cluster is its oldest node.</summary>
    public int JoinNumber { get; private set; }

    /// <summary>How often its process ended instead of starting.</summary>
    public int FailedStarts { get; private set; }

    /// <summary>Starts one, and waits until it is ready.</summary>
    public static async Task<ClusterNode> StartAsync(int index, ServerPlace place, string[] settings)
    {
        var node = new ClusterNode(index, await ServerProcess.StartAsync(place, settings));
        node.Joined();
        node._watching = Task.Run(node.WatchAsync);
        return node;
    }

    /// <summary>Waits until it is up again after its process ended.</summary>
    public async Task WaitUntilUpAsync() => await Patience.ForAsync(
        _up.Task, $"node {Index} to be up again", () => $"It wrote: {Server.Output}", Patience.HeavyWork);

    /// <summary>From now on it stays down when its process ends.</summary>
    public void StayDown() => _down ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It may come up again.</summary>
    public void ComeUp()
    {
        var down = _down;
        _down = null;
        down?.TrySetResult();
    }

    /// <summary>Kills its process.</summary>
    public async Task KillAsync()
    {
        var ended = _ended.Task;
        await Server.KillAsync();
        await ended;
    }

    /// <summary>Asks its process to stop, and waits for its end; gives the exit code.</summary>
    public async Task<int> StopAsync()
    {
        var ended = _ended.Task;
        await Server.TerminateAsync();
        return await Patience.ForAsync(ended, $"node {Index} to stop", () => $"It wrote: {Server.Output}");
    }

    /// <summary>The end of the process that runs now, with its exit code.</summary>
    public Task<int> Ended => _ended.Task;

    /// <summary>What it counts now.</summary>
    public async Task<NodeMetrics> MetricsAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Usual);
        return new NodeMetrics(await Server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), patience.Token));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        ComeUp();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!_watching.IsCompleted) // it may be on the point of starting the process again
        {
            if (Server.IsThere)
            {
                await Server.KillAsync();
            }

            await pace.WaitForNextTickAsync();
        }

        await Server.DisposeAsync();
        _end.Dispose();
    }

    /// <summary>It is a member now, the youngest one.</summary>
    internal void Joined()
    {
        JoinNumber = Interlocked.Increment(ref _joins);
        _up.TrySetResult();
    }

    private async Task WatchAsync()
    {
        while (true)
        {
            var code = await Server.Exited;
            if (_up.Task.IsCompleted) // else somebody may wait for it already
            {
                _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            var ended = _ended;
            _ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            ended.SetResult(code);
            if (_down is { } down)
            {
                await down.Task;
            }

            if (_end.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await Server.StartAgainAsync();
                Joined();
            }
            catch (InvalidOperationException)
            {
                FailedStarts++; // it ended instead of starting, and is started once more
            }
        }
    }
}
