using System.Globalization;
using System.Security.Cryptography;

namespace AkkaChat.E2E.Harness;

/// <summary>Several nodes on one database. Their addresses stay the same over restarts.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private const int HttpPort = 8080;
    private const int NodePort = 4053;

    private readonly List<ClusterNode> _nodes = [];
    private readonly string _database;
    private readonly NodeNetwork? _network;
    private readonly string[] _settings;
    private readonly List<(ServerPlace Place, int Port)> _places;
    private readonly TempDirectory _media = new();

    private Cluster(string database, int most, NodeNetwork? network, string[] settings)
    {
        _database = database;
        _network = network;
        _settings = settings;
        _places = [.. Enumerable.Range(0, most).Select(PlaceOf)];
    }

    /// <summary>The nodes that were started.</summary>
    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    /// <summary>The node that coordinates.</summary>
    public ClusterNode Oldest => _nodes.MinBy(node => node.JoinNumber)!;

    /// <summary>The node that joined last.</summary>
    public ClusterNode Youngest => _nodes.MaxBy(node => node.JoinNumber)!;

    /// <summary>How to reach the database.</summary>
    public string Database => _database;

    /// <summary>Their processes.</summary>
    public IReadOnlyList<ServerProcess> Servers => [.. _nodes.Select(node => node.Server)];

    /// <summary>
    /// Starts <paramref name="nodes"/> nodes, on loopback unless there is a network for them, and waits until all are ready.
    /// </summary>
    public static async Task<Cluster> StartAsync(string database, int nodes, NodeNetwork? network = null, params string[] settings)
    {
        string[] shared =
        [
            "Cluster:Enabled=true",
            "Storage:Provider=Postgres",
            $"ConnectionStrings:AkkaChat={database}",
            $"Auth:SigningKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            .. settings,
        ];
        var cluster = new Cluster(database, nodes + 1, network, shared);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, nodes).Select(async node =>
            {
                var started = await cluster.LaunchAsync(node);
                lock (cluster._nodes)
                {
                    cluster._nodes.Add(started);
                }
            }));
            cluster._nodes.Sort((one, other) => one.Index.CompareTo(other.Index));
            cluster._nodes.ForEach(node => node.Joined()); // the first seed founds the cluster, whoever was ready first
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more than there were at the start.</summary>
    public async Task<ClusterNode> AddAsync()
    {
        var node = await LaunchAsync(_nodes.Count);
        _nodes.Add(node);
        return node;
    }

    /// <summary>The sum over all nodes of what they count.</summary>
    public async Task<double> SumAsync(string metric, params string[] labels)
    {
        var metrics = await Task.WhenAll(_nodes.Select(node => node.MetricsAsync()));
        return metrics.Sum(one => one.Sum(metric, labels));
    }

    /// <summary>How many rooms are awake on each node.</summary>
    public async Task<string> HostedAsync()
    {
        var metrics = await Task.WhenAll(_nodes.Select(node => node.MetricsAsync()));
        return string.Join(' ', metrics.Select(one => one.Sum("akkachat_rooms_hosted")));
    }

    /// <summary>What all nodes wrote last, for the text of a failure.</summary>
    public string Output() => string.Concat(_nodes.Select(node => $"\n--- node {node.Index} wrote:\n{Tail(node.Server.Output)}"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        _media.Dispose();
    }

    private static string Tail(string text) => text[Math.Max(0, text.Length - 6_000)..];

    private (ServerPlace Place, int Port) PlaceOf(int node) => _network is null
        ? (new ServerPlace(), ServerProcess.FreePort())
        : (new ServerPlace { Host = _network.AddressOf(node), Port = HttpPort, Launcher = _network.LauncherOf(node) }, NodePort);

    private Task<ClusterNode> LaunchAsync(int node)
    {
        var (place, port) = _places[node];
        string[] settings =
        [
            $"Media:Directory={_media.FullPath}",
            .. _settings,
            $"Cluster:Hostname={place.Host}",
            $"Cluster:Port={port.ToString(CultureInfo.InvariantCulture)}",
            .. _places.Take(_places.Count - 1).Select((seed, i) => $"Cluster:Seeds:{i}={seed.Place.Host}:{seed.Port}"),
        ];
        return ClusterNode.StartAsync(node, place, settings);
    }
}
