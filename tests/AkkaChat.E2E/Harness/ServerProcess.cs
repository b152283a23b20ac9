using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaChat.E2E.Harness;

/// <summary>
/// A server in a process of its own, with a data directory and a port of its own. Both stay the same over restarts.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, bool> UsedPorts = new();

    private readonly StringBuilder _output = new();
    private readonly string[] _settings;
    private readonly ServerPlace _place;
    private Process? _process;

    private ServerProcess(ServerPlace place, string[] settings)
    {
        _settings = settings;
        _place = place;
        DataDirectory = place.DataDirectory ?? Path.Combine(Path.GetTempPath(), $"akkachat-e2e-{Guid.NewGuid():n}");
        Address = new Uri($"http://{place.Host}:{place.Port}");
        Http = new HttpClient { BaseAddress = Address, Timeout = Patience.Usual };
    }

    /// <summary>Where it keeps its data.</summary>
    public string DataDirectory { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Where its sockets are.</summary>
    public Uri SocketAddress => new($"ws://{Address.Authority}/ws");

    /// <summary>A client for its HTTP side.</summary>
    public HttpClient Http { get; }

    /// <summary>The process that runs now.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>All that it has written, over all restarts.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The program: the server's own build output, beside that of the tests.</summary>
    public static string Program
    {
        get
        {
            var mine = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(mine.Parent!.Parent!.FullName, "AkkaChat.Server", mine.Name, "AkkaChat.Server.dll");
        }
    }

    /// <summary>The end of the process that runs now, with its exit code.</summary>
    public Task<int> Exited => EndOfAsync(_process!);

    /// <summary>True while the process that was started last is there.</summary>
    public bool IsThere => _process is { HasExited: false };

    /// <summary>
    /// A server that is ready. Each setting is given as <c>Key=Value</c>, without <c>AkkaChat:</c>; connection strings with
    /// their whole name.
    /// </summary>
    public static Task<ServerProcess> StartAsync(params string[] settings) => StartAsync(new ServerPlace(), settings);

    /// <summary>A server that is ready, at a place of its own.</summary>
    public static async Task<ServerProcess> StartAsync(ServerPlace place, params string[] settings)
    {
        var server = new ServerProcess(place, settings);
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a server that is expected to end by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(params string[] arguments)
    {
        var output = new StringBuilder();
        using var process = Launch(new ServerPlace(), arguments, output, onLine: null);
        try
        {
            await Patience.ForAsync(process.WaitForExitAsync(), "the server to give up", () => $"It wrote: {output}");
            return (process.ExitCode, output.ToString());
        }
        finally
        {
            await EndAsync(process);
        }
    }

    /// <summary>A port that nobody has, outside the range that outgoing connections are given.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(18_000, 32_000);
            if (!UsedPorts.TryAdd(port, true))
            {
                continue;
            }

            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                continue;
            }
        }
    }

    /// <summary>
    /// Starts it on the same data and port. That takes long where it has to wait for a cluster: it may give up by itself.
    /// </summary>
    public async Task StartAgainAsync()
    {
        var banner = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        string[] arguments =
        [
            $"--urls={Address.ToString().TrimEnd('/')}",
            $"--AkkaChat:DataDirectory={DataDirectory}",
            "--AkkaChat:Auth:GuestsPerMinutePerAddress=1000000",
            .. _settings.Select(setting => $"--{(setting.StartsWith("ConnectionStrings:", StringComparison.Ordinal) ? "" : "AkkaChat:")}{setting}"),
        ];
        _process = Launch(_place, arguments, _output, line =>
        {
            if (line == "Stop with Ctrl-C.")
            {
                banner.TrySetResult();
            }
        });
        var ended = _process.WaitForExitAsync();
        var first = await Patience.ForAsync(
            Task.WhenAny(banner.Task, ended), "the server to start", () => $"It wrote: {Output}", Patience.HeavyWork);
        if (first == ended)
        {
            throw new InvalidOperationException($"The server ended instead of starting. It wrote: {Output}");
        }

        await Patience.UntilAsync(
            async () => ended.IsCompleted || await IsReadyAsync(), "/health/ready to say yes", () => $"The server wrote: {Output}");
        if (ended.IsCompleted)
        {
            throw new InvalidOperationException($"The server ended before it was ready. It wrote: {Output}");
        }
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await Patience.ForAsync(_process.WaitForExitAsync(), "the killed server to end");
    }

    /// <summary>Kills it and starts it again.</summary>
    public async Task KillAndStartAgainAsync()
    {
        await KillAsync();
        await StartAgainAsync();
    }

    /// <summary>Asks it to stop.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    /// <summary>Stops it in the middle of what it does, until it is woken.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on where it was stopped.</summary>
    public Task WakeAsync() => SignalAsync("CONT");

    /// <summary>Waits for its end; gives the exit code.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await Patience.ForAsync(_process!.WaitForExitAsync(), "the server to stop", () => $"It wrote: {Output}");
        return _process.ExitCode;
    }

    /// <summary>Memory that it holds now, in bytes.</summary>
    public long ResidentBytes()
    {
        _process!.Refresh();
        return _process.WorkingSet64;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await EndAsync(_process);
            _process.Dispose();
        }

        Http.Dispose();
        if (Directory.Exists(DataDirectory))
        {
            Directory.Delete(DataDirectory, recursive: true);
        }
    }

    private static async Task<int> EndOfAsync(Process process)
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static Process Launch(ServerPlace place, string[] arguments, StringBuilder output, Action<string>? onLine)
    {
        string[] command = [.. place.Launcher, "dotnet", Program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
        };
        start.Environment.Remove("ASPNETCORE_URLS");
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Take(string? line)
        {
            if (line is null)
            {
                return;
            }

            lock (output)
            {
                output.AppendLine(line);
            }

            onLine?.Invoke(line);
        }
    }

    private async Task SignalAsync(string signal)
    {
        var id = ProcessId.ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("kill", [$"-{signal}", id]);
        await kill.WaitForExitAsync();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
