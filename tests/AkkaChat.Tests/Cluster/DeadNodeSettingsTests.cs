using Akka.Configuration;
using AkkaChat.Server.Cluster;
using Xunit;

namespace AkkaChat.Tests.Cluster;

public sealed class DeadNodeSettingsTests
{
    private const string Good = """
        akka.cluster.split-brain-resolver.active-strategy = keep-majority
        akkachat.dead-nodes {
          enabled = on
          refusals = 3
          interval = 250ms
          timeout = 1s
          retry-interval = 2s
        }
        """;

    [Fact]
    public void All_values_are_read()
    {
        Assert.Equal(
            new DeadNodeSettings(
                true, 3, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)),
            DeadNodeSettings.Of(ConfigurationFactory.ParseString(Good)));
    }

    [Theory]
    [InlineData("akkachat.dead-nodes.refusals = 0", "refusals")]
    [InlineData("akka.cluster.split-brain-resolver.active-strategy = keep-oldest", "active-strategy")]
    [InlineData("akka.cluster.split-brain-resolver.keep-majority.role = room", "without a role")]
    public void What_does_not_fit_is_refused(string change, string named)
    {
        var config = ConfigurationFactory.ParseString(change).WithFallback(ConfigurationFactory.ParseString(Good));

        var refusal = Assert.Throws<ConfigurationException>(() => DeadNodeSettings.Of(config));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_strategy_is_fine_where_it_is_off()
    {
        var config = ConfigurationFactory.ParseString(
            "akka.cluster.split-brain-resolver.active-strategy = keep-oldest\nakkachat.dead-nodes.enabled = off")
            .WithFallback(ConfigurationFactory.ParseString(Good));

        Assert.False(DeadNodeSettings.Of(config).Enabled);
    }
}
