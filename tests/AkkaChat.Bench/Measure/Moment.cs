using System.Diagnostics;
using AkkaChat.Bench.Targets;

namespace AkkaChat.Bench.Measure;

/// <summary>What a target has used up to a moment; two of them make a measurement.</summary>
/// <param name="Time">When.</param>
/// <param name="Server">The server's own processes.</param>
/// <param name="Helpers">Its database and the like.</param>
internal sealed record Moment(long Time, ProcessUse Server, ProcessUse Helpers)
{
    /// <summary>This moment.</summary>
    public static Moment Now(Target target) => new(
        Stopwatch.GetTimestamp(),
        ProcessUse.Of(target.ServerProcesses),
        ProcessUse.Of(target.HelperProcesses));
}
