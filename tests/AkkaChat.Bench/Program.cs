using System.CommandLine;
using AkkaChat.Bench.Commands;
using AkkaChat.Bench.Micro;
using AkkaChat.Bench.Peers;

namespace AkkaChat.Bench;

/// <summary>Measures: <c>load</c>, <c>compare</c>, <c>micro</c>; and the peers that they compare with.</summary>
internal static class Program
{
    // Servers that were started must be stopped, and a database takes its time.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Runs a command; gives the exit code.</summary>
    public static Task<int> Main(string[] args)
    {
        var root = new RootCommand("Measures AkkaChat, alone and beside its peers.")
        {
            LoadCommand.Create(),
            CompareCommand.Create(),
            ChartsCommand.Create(),
            MicroCommand.Create(),
            PeerCommand.Create(),
        };
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = StopTimeout };
        return root.Parse(args).InvokeAsync(configuration);
    }
}
