using System.Globalization;
using System.Net;
using AkkaChat.Bench.Dialects;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Targets;

/// <summary>AkkaChat: one node on SQLite, or some nodes on a PostgreSQL of their own.</summary>
internal sealed class AkkaChatTarget(TargetOptions options, bool usesPostgres) : Target
{
    private const string ReadyLine = "Stop with Ctrl-C.";
    private const string SigningKey = "a key that only the benchmarks know, and that is long enough";

    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(120);

    private readonly string _data = Directory.CreateTempSubdirectory("akkachat-bench-").FullName;
    private readonly int[] _ports = [.. Enumerable.Range(0, options.Nodes).Select(_ => ChildProcess.FreePort())];
    private readonly int[] _clusterPorts = [.. Enumerable.Range(0, options.Nodes).Select(_ => ChildProcess.FreePort())];
    private readonly List<ChildProcess> _nodes = [];
    private PostgresHost? _postgres;
    private string? _database;

    /// <inheritdoc/>
    public override string Name => usesPostgres ? "akkachat-postgres" : "akkachat-sqlite";

    /// <inheritdoc/>
    public override Dialect Dialect { get; } = new AkkaChatDialect();

    /// <inheritdoc/>
    public override IReadOnlyList<IPEndPoint> Addresses => [.. _ports.Select(port => new IPEndPoint(IPAddress.Loopback, port))];

    /// <inheritdoc/>
    public override IReadOnlyList<int> ServerProcesses => [.. _nodes.Select(node => node.Id)];

    /// <inheritdoc/>
    public override IReadOnlyList<int> HelperProcesses => _postgres is null ? [] : [_postgres.ProcessId];

    /// <summary>The server of the same build as this program.</summary>
    private static string OwnServer
    {
        get
        {
            var mine = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(mine.Parent!.Parent!.FullName, "AkkaChat.Server", mine.Name, "AkkaChat.Server.dll");
        }
    }

    /// <inheritdoc/>
    public override async Task StartAsync(World world)
    {
        if (options.Nodes > 1 && !usesPostgres)
        {
            throw new InvalidOperationException("Several nodes need PostgreSQL: take the target akkachat-postgres.");
        }

        if (usesPostgres)
        {
            _postgres = await PostgresHost.StartAsync();
            _database = await _postgres.CreateDatabaseAsync();
        }

        await AkkaChatWorld.MakeAsync(world, Settings(0));
        await LaunchAsync();
    }

    /// <inheritdoc/>
    public override async Task RestartAsync()
    {
        await StopNodesAsync();
        await LaunchAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await StopNodesAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        Directory.Delete(_data, recursive: true);
    }

    private async Task LaunchAsync()
    {
        var environment = new Dictionary<string, string>(options.Environment) { ["ASPNETCORE_ENVIRONMENT"] = "Production" };
        var program = Path.GetFullPath(options.ServerProgram ?? OwnServer);
        _nodes.AddRange(await Task.WhenAll(Enumerable.Range(0, options.Nodes).Select(node =>
            ChildProcess.StartAsync(["dotnet", program, .. Settings(node)], ReadyLine, environment))));
        await Task.WhenAll(Addresses.Select(WaitUntilReadyAsync));
    }

    private async Task StopNodesAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        _nodes.Clear();
    }

    private string[] Settings(int node)
    {
        List<string> settings =
        [
            $"--urls=http://127.0.0.1:{Text(_ports[node])}",
            $"--AkkaChat:DataDirectory={Path.Combine(_data, Text(node))}",
            $"--AkkaChat:Auth:SigningKey={SigningKey}",
            "--AkkaChat:Auth:Guests=false",
            "--AkkaChat:Auth:AccessTokenLifetime=1.00:00:00",
            "--AkkaChat:Sessions:RequestsPerSecond=1000000",
            "--AkkaChat:Sessions:RequestBurst=10000000",
        ];
        if (_database is not null)
        {
            settings.Add("--AkkaChat:Storage:Provider=Postgres");
            settings.Add($"--ConnectionStrings:AkkaChat={_database}");
        }

        if (options.Nodes > 1)
        {
            settings.Add("--AkkaChat:Cluster:Enabled=true");
            settings.Add("--AkkaChat:Media:Enabled=false");
            settings.Add("--AkkaChat:Cluster:Hostname=127.0.0.1");
            settings.Add($"--AkkaChat:Cluster:Port={Text(_clusterPorts[node])}");
            settings.AddRange(_clusterPorts.Select((port, i) => $"--AkkaChat:Cluster:Seeds:{Text(i)}=127.0.0.1:{Text(port)}"));
        }

        return [.. settings];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task WaitUntilReadyAsync(IPEndPoint address)
    {
        using var http = new HttpClient();
        using var timeout = new CancellationTokenSource(ReadyTimeout);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"http://{address}/health/ready"), timeout.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                continue; // it does not listen yet
            }
        }
        while (await pace.WaitForNextTickAsync(timeout.Token));
    }
}
