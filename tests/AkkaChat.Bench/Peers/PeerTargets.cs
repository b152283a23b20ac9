using System.Globalization;
using AkkaChat.Bench.Targets;

namespace AkkaChat.Bench.Peers;

/// <summary>The peers as targets, by name.</summary>
internal static class PeerTargets
{
    private const string ServerCollector = "DOTNET_gcServer";

    /// <summary>How each of them is made.</summary>
    public static IReadOnlyDictionary<string, Func<TargetOptions, Target>> Makers { get; } =
        new Dictionary<string, Func<TargetOptions, Target>>(StringComparer.Ordinal)
        {
            ["sockets"] = Sockets,
            ["sockets-coalesce"] = SocketsCoalescing,
            ["signalr"] = options => SignalR("signalr", options.Environment),
            ["signalr-servergc"] = options => SignalR(
                "signalr-servergc", new Dictionary<string, string>(options.Environment) { [ServerCollector] = "1" }),
            ["ws"] = options => new PeerTarget(
                "ws", new SimpleDialect(), PeerTarget.Node("ws.mjs"), options.Environment),
            ["ws-redis"] = WsRedis,
            ["socketio"] = options => new PeerTarget(
                "socketio", new SocketIoDialect(), PeerTarget.Node("socketio.mjs"), options.Environment),
        };

    private static PeerTarget Sockets(TargetOptions options) => new(
        "sockets", new SimpleDialect(), PeerTarget.OwnProgram("sockets"), options.Environment);

    private static PeerTarget SocketsCoalescing(TargetOptions options) => new(
        "sockets-coalesce",
        new SimpleDialect(),
        port => [.. PeerTarget.OwnProgram("sockets")(port), "--coalesce"],
        options.Environment);

    private static PeerTarget SignalR(string name, IReadOnlyDictionary<string, string> environment) => new(
        name, new SignalRDialect(), PeerTarget.OwnProgram("signalr"), environment);

    private static PeerTarget WsRedis(TargetOptions options)
    {
        var redis = ChildProcess.FreePort().ToString(CultureInfo.InvariantCulture);
        return new PeerTarget(
            "ws-redis",
            new SimpleDialect(),
            port => [.. PeerTarget.Node("ws-redis.mjs")(port), "--redis-port", redis],
            options.Environment,
            () => ChildProcess.StartAsync(
                ["redis-server", "--port", redis, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
                "Ready to accept connections"));
    }
}
