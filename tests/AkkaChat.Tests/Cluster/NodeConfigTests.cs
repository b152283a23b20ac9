using AkkaChat.Server.Cluster;
using Xunit;

namespace AkkaChat.Tests.Cluster;

public sealed class NodeConfigTests
{
    [Fact]
    public void What_a_node_of_a_cluster_sends_goes_over_a_connection_that_it_made()
    {
        var config = NodeConfig.Load(new ClusterOptions { Enabled = true }.WithDefaults());

        Assert.False(config.GetBoolean("akka.remote.use-passive-connections"));
        Assert.Equal(TimeSpan.FromSeconds(5), config.GetTimeSpan("akka.remote.dot-netty.tcp.connection-timeout"));
    }
}
