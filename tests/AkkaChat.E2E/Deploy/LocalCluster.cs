using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Deploy;

/// <summary>The script <c>deploy/local-cluster</c>, on ports and in a directory of its own.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private const int Nodes = 3;

    // Below the range that outgoing connections are given, and beside that of the other tests' servers.
    private const int FirstPort = 10_000;
    private const int LastPort = 17_000;

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);

    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _data = Directory.CreateTempSubdirectory("akkachat-cluster-").FullName;
    private readonly int _port;
    private readonly int _remotingPort;
    private readonly Process _script;

    private LocalCluster()
    {
        _port = FreePorts(Nodes + 1);
        _remotingPort = FreePorts(Nodes);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}"), Timeout = Patience.Usual };
        var start = new ProcessStartInfo(Path.Combine(Repository(), "deploy", "local-cluster"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _data,
            Environment = { ["AKKACHAT_SERVER"] = ServerProcess.Program },
        };
        string[] arguments =
        [
            "--no-build",
            "--data",
            _data,
            "--nodes",
            Text(Nodes),
            "--port",
            Text(_port),
            "--remoting-port",
            Text(_remotingPort),
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        _script = new Process { StartInfo = start };
        _script.OutputDataReceived += (_, line) => Read(line.Data);
        _script.ErrorDataReceived += (_, line) => Read(line.Data);
    }

    /// <summary>A client for the HTTP side of whatever node the proxy chooses.</summary>
    public HttpClient Http { get; }

    /// <summary>Sockets of whatever node the proxy chooses.</summary>
    public Uri SocketAddress => new($"ws://127.0.0.1:{_port}/ws");

    /// <summary>What the script has written.</summary>
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

    /// <summary>A cluster that says it runs.</summary>
    public static async Task<LocalCluster> StartAsync()
    {
        var cluster = new LocalCluster();
        try
        {
            cluster._script.Start();
            cluster._script.BeginOutputReadLine();
            cluster._script.BeginErrorReadLine();
            var ended = cluster._script.WaitForExitAsync();
            var first = await Patience.ForAsync(
                Task.WhenAny(cluster._started.Task, ended),
                "the local cluster to start",
                () => $"It wrote: {cluster.Output}",
                StartPatience);
            return first != ended
                ? cluster
                : throw new InvalidOperationException(
                    $"The local cluster ended instead of starting. It wrote: {cluster.Output}");
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sockets of one node, counted from 1.</summary>
    public Uri SocketAddressOf(int node) => new($"ws://127.0.0.1:{_port + node}/ws");

    /// <summary>The process of a node, as the script tells it.</summary>
    public int ProcessOf(int node) =>
        int.Parse(File.ReadAllText(Path.Combine(_data, $"node{node}.pid")), CultureInfo.InvariantCulture);

    /// <summary>True if the node takes clients.</summary>
    public async Task<bool> IsReadyAsync(int node)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri($"http://127.0.0.1:{_port + node}/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Ends a node as a power cut would.</summary>
    public async Task KillAsync(int node)
    {
        using var process = Process.GetProcessById(ProcessOf(node));
        process.Kill();
        await Patience.ForAsync(process.WaitForExitAsync(), "the killed node to end");
    }

    /// <summary>Ends the script as Ctrl-C does; gives its exit code.</summary>
    public async Task<int> InterruptAsync()
    {
        await SignalAsync("-INT", _script.Id);
        await Patience.ForAsync(
            _script.WaitForExitAsync(), "the local cluster to stop", () => $"It wrote: {Output}", StartPatience);
        return _script.ExitCode;
    }

    /// <summary>The processes that belong to this cluster: its directory is in their command line or in their environment.</summary>
    public IReadOnlyList<string> Processes()
    {
        var found = new List<string>();
        var all = Directory.GetDirectories("/proc").Where(name => int.TryParse(Path.GetFileName(name), out _));
        foreach (var directory in all)
        {
            try
            {
                var command = File.ReadAllText(Path.Combine(directory, "cmdline"));
                if (command.Contains(_data, StringComparison.Ordinal)
                    || File.ReadAllText(Path.Combine(directory, "environ")).Contains(_data, StringComparison.Ordinal))
                {
                    found.Add($"{Path.GetFileName(directory)} {command.Replace('\0', ' ')}");
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // Ended meanwhile, or somebody else's.
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (IsRunning())
        {
            await InterruptAsync();
        }

        _script.Dispose();
        Http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, Text(process)]);
        await kill.WaitForExitAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AkkaChat.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("the tests run outside of their repository");
        }

        return directory.FullName;
    }

    // The first of so many in a row that nobody has.
    private static int FreePorts(int count)
    {
        while (true)
        {
            var first = Random.Shared.Next(FirstPort, LastPort);
            if (Enumerable.Range(first, count).All(IsFree))
            {
                return first;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private bool IsRunning()
    {
        try
        {
            return !_script.HasExited;
        }
        catch (InvalidOperationException)
        {
            return false; // never started
        }
    }

    private void Read(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line == "Stop with Ctrl-C.")
        {
            _started.TrySetResult();
        }
    }
}
