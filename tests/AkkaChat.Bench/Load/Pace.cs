namespace AkkaChat.Bench.Load;

/// <summary>How fast a load is.</summary>
internal abstract record Pace
{
    /// <summary>So many messages a second in all, whatever the server does; rooms and their senders take turns.</summary>
    public sealed record Open(double PerSecond) : Pace;

    /// <summary>Each sender has so many messages under way, and sends the next one when one is acked.</summary>
    public sealed record Closed(int Window) : Pace;
}
