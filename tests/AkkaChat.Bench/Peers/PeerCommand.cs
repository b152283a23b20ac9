using System.CommandLine;
using AkkaChat.Bench.Peers.Sockets;

namespace AkkaChat.Bench.Peers;

/// <summary><c>peer</c>: runs a chat server of another make, to be measured from another process.</summary>
internal static class PeerCommand
{
    /// <summary>What a peer writes on a line of its own when it listens.</summary>
    public const string Ready = "ready";

    /// <summary>The command and its peers.</summary>
    public static Command Create() => new("peer", "Runs a chat server that AkkaChat is compared with.")
    {
        SignalR(),
        Sockets(),
    };

    private static Command SignalR()
    {
        var port = Port();
        var command = new Command("signalr", "ASP.NET Core SignalR: a hub with a group per room.") { port };
        command.SetAction((parsed, stop) => SignalRPeer.RunAsync(parsed.GetValue(port), stop));
        return command;
    }

    private static Command Sockets()
    {
        var port = Port();
        var coalesce = new Option<bool>("--coalesce") { Description = "Join what waits: one write per member and batch." };
        var command = new Command("sockets", "Plain sockets: one write per delivery.") { port, coalesce };
        command.SetAction((parsed, stop) =>
            new SocketsPeer(parsed.GetValue(coalesce)).RunAsync(parsed.GetValue(port), stop));
        return command;
    }

    private static Option<int> Port() => new("--port") { Description = "Where to listen, on 127.0.0.1.", Required = true };
}
