using System.CommandLine;

namespace AkkaChat.Bench.Commands;

/// <summary>What can be said about a run, whatever the command.</summary>
internal static class RunSettings
{
    /// <summary>How long it is measured.</summary>
    public static Option<double> Seconds() => new("--seconds")
    {
        Description = "How long it is measured.",
        DefaultValueFactory = _ => 15,
    };

    /// <summary>How long there is load before that.</summary>
    public static Option<double> WarmUp() => new("--warm-up")
    {
        Description = "Seconds of load before that.",
        DefaultValueFactory = _ => 8,
    };
}
