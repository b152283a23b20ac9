using AkkaChat.Server;
using Xunit;

namespace AkkaChat.Tests.Cluster;

/// <summary>The hash decides shards, lanes and Deliveries of all nodes of a cluster: its values are frozen.</summary>
public sealed class StableHashTests
{
    [Theory]
    [InlineData("", 1572119809u)]
    [InlineData("lobby", 487076101u)]
    [InlineData("r-42", 2122527441u)]
    [InlineData("u-1", 682191315u)]
    [InlineData("dm-00112233445566778899aabbccddeeff", 3429916194u)]
    [InlineData("a.b:c_d-E", 907565990u)]
    public void Values_are_frozen(string text, uint hash)
    {
        Assert.Equal(hash, StableHash.Of(text));
    }

    [Fact]
    public void Ids_that_count_up_are_spread_evenly()
    {
        const int Buckets = 4;
        const int Ids = 4_000;
        var counts = new int[Buckets];

        for (var i = 0; i < Ids; i++)
        {
            counts[StableHash.Of($"r-{i}") % Buckets]++;
        }

        Assert.All(counts, count => Assert.InRange(count, Ids / Buckets * 8 / 10, Ids / Buckets * 12 / 10));
    }
}
