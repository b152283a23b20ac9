using System.Globalization;
using AkkaChat.E2E.Histories;

namespace AkkaChat.E2E.Faults;

/// <summary>What a run under a fault came to.</summary>
/// <param name="History">All that happened.</param>
/// <param name="Broken">The promises that were broken.</param>
/// <param name="Connects">How often clients connected.</param>
/// <param name="Patient">Clients that stayed with a node that was silent: what they waited is their own fault.</param>
internal sealed record FaultReport(
    History History, IReadOnlyList<Violation> Broken, int Connects, IReadOnlySet<string> Patient)
{
    /// <summary>The longest time that a room was without an ack while somebody waited for one.</summary>
    public TimeSpan WorstOutage => History.Outages(Patient).Values.DefaultIfEmpty().Max();

    /// <summary>The figures in one line.</summary>
    public string Figures(string scenario, string more = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"{scenario}: sends {History.Sends}, acks {History.Acks}, lost {Count(Promise.AckedIsKept, Promise.ShownIsKept)}, "
        + $"duplicated {Count(Promise.OncePerKey, Promise.OneAnswer)}, "
        + $"out of order {Count(Promise.OneOrder, Promise.SessionOrder, Promise.RealTimeOrder)}, "
        + $"holes {Count(Promise.NoHole, Promise.NoSilentGap, Promise.ReachesTheEnd)}, connects {Connects}, "
        + $"longest outage of a room {WorstOutage.TotalSeconds:f1} s, "
        + $"longest wait of a message {History.LongestWait.TotalSeconds:f1} s{(more.Length > 0 ? ", " : "")}{more}");

    private int Count(params Promise[] promises) => Broken.Count(violation => promises.Contains(violation.Promise));
}
