using System.Globalization;
using System.Net;
using AkkaChat.Bench.Dialects;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Targets;

/// <summary>
/// A server of another make. It writes <c>ready</c> when it listens, and learns people and rooms from the clients that
/// connect.
/// </summary>
internal sealed class PeerTarget : Target
{
    private readonly Func<int, IReadOnlyList<string>> _command;
    private readonly IReadOnlyDictionary<string, string>? _environment;
    private readonly Func<Task<ChildProcess>>? _startHelper;
    private readonly int _port = ChildProcess.FreePort();
    private ChildProcess? _server;
    private ChildProcess? _helper;

    /// <summary>
    /// A peer that is started by what <paramref name="command"/> gives for a port, after what it needs besides, if anything.
    /// </summary>
    public PeerTarget(
        string name,
        Dialect dialect,
        Func<int, IReadOnlyList<string>> command,
        IReadOnlyDictionary<string, string>? environment = null,
        Func<Task<ChildProcess>>? startHelper = null)
    {
        Name = name;
        Dialect = dialect;
        _command = command;
        _environment = environment;
        _startHelper = startHelper;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Dialect Dialect { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<IPEndPoint> Addresses => [new(IPAddress.Loopback, _port)];

    /// <inheritdoc/>
    public override IReadOnlyList<int> ServerProcesses => _server is null ? [] : [_server.Id];

    /// <inheritdoc/>
    public override IReadOnlyList<int> HelperProcesses => _helper is null ? [] : [_helper.Id];

    /// <summary>The command of a peer that is part of this program: <c>peer NAME --port N</c>.</summary>
    public static Func<int, IReadOnlyList<string>> OwnProgram(string peer) => port =>
        ["dotnet", typeof(PeerTarget).Assembly.Location, "peer", peer, "--port", port.ToString(CultureInfo.InvariantCulture)];

    /// <summary>The command of a peer that Node runs: <c>peers/NAME.mjs --port N</c>.</summary>
    public static Func<int, IReadOnlyList<string>> Node(string script) => port =>
        ["node", Path.Combine(SourceTree.Bench, "peers", script), "--port", port.ToString(CultureInfo.InvariantCulture)];

    /// <inheritdoc/>
    public override async Task StartAsync(World world)
    {
        _helper = _startHelper is null ? null : await _startHelper();
        _server = await LaunchAsync();
    }

    /// <inheritdoc/>
    public override async Task RestartAsync()
    {
        await _server!.DisposeAsync();
        _server = await LaunchAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_helper is not null)
        {
            await _helper.DisposeAsync();
        }
    }

    private Task<ChildProcess> LaunchAsync() => ChildProcess.StartAsync(_command(_port), "ready", _environment);
}
