using System.CommandLine;
using AkkaChat.Bench.Commands;
using AkkaChat.Bench.Micro;
using AkkaChat.Bench.Peers;

namespace AkkaChat.Bench;

/// <summary>Measures: <c>load</c>, <c>compare</c>, <c>micro</c>; and the peers that they compare with.</summary>
internal static class Program
{
    /// <summary>Runs a command; gives the exit code.</summary>
    public static Task<int> Main(string[] args)
    {
        var root = new RootCommand("Measures AkkaChat, alone and beside its peers.")
        {
            LoadCommand.Create(),
            CompareCommand.Create(),
            MicroCommand.Create(),
            PeerCommand.Create(),
        };
        return root.Parse(args).InvokeAsync();
    }
}
