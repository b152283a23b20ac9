using Akka.Configuration;

namespace AkkaChat.Server.Cluster;

/// <summary>How dead processes are found; HOCON section <c>akkachat.dead-nodes</c>.</summary>
/// <param name="Enabled">False: nodes are downed on the word of heartbeats alone.</param>
/// <param name="Refusals">Refused connections in a row that prove a process dead. 1 or more.</param>
/// <param name="Interval">Time between two of them.</param>
/// <param name="Timeout">Longest wait for an answer; it counts as none then.</param>
/// <param name="RetryInterval">Time between two attempts at a proof while heartbeats say that a node is out of reach.</param>
internal sealed record DeadNodeSettings(
    bool Enabled, int Refusals, TimeSpan Interval, TimeSpan Timeout, TimeSpan RetryInterval)
{
    private const string Section = "akkachat.dead-nodes";
    private const string Resolver = "akka.cluster.split-brain-resolver";
    private const string KeepMajority = "keep-majority";

    /// <summary>As <paramref name="config"/> says.</summary>
    /// <exception cref="ConfigurationException">A value is bad, or does not fit the split brain resolver's.</exception>
    public static DeadNodeSettings Of(Config config)
    {
        var section = config.GetConfig(Section) ?? throw new ConfigurationException($"{Section} is missing");
        var settings = new DeadNodeSettings(
            section.GetBoolean("enabled"),
            section.GetInt("refusals"),
            section.GetTimeSpan("interval"),
            section.GetTimeSpan("timeout"),
            section.GetTimeSpan("retry-interval"));
        if (settings.Refusals < 1)
        {
            throw new ConfigurationException($"{Section}.refusals is {settings.Refusals}; it must be 1 or more");
        }

        if (settings.Enabled && !FollowsMajority(config))
        {
            throw new ConfigurationException(
                $"{Section}.enabled needs {Resolver}.active-strategy = {KeepMajority} without a role: both must keep the same side");
        }

        return settings;
    }

    private static bool FollowsMajority(Config config) =>
        config.GetString($"{Resolver}.active-strategy") == KeepMajority
        && string.IsNullOrEmpty(config.GetString($"{Resolver}.{KeepMajority}.role"));
}
