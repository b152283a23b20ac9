using Akka.Actor;
using Akka.Cluster;
using AkkaChat.Server.Cluster;
using CsCheck;
using Xunit;
using static Akka.Cluster.MemberStatus;

namespace AkkaChat.Tests.Cluster;

public sealed class MajorityRuleTests
{
    private static readonly MemberStatus[] States = [Up, Up, Up, Leaving, Joining, WeaklyUp, Exiting, Down];

    [Theory]
    [InlineData(3, new[] { 2 }, true)]
    [InlineData(3, new[] { 0 }, true)]
    [InlineData(3, new[] { 1, 2 }, false)]
    [InlineData(5, new[] { 3, 4 }, true)]
    [InlineData(5, new[] { 0, 1, 2 }, false)]
    [InlineData(2, new[] { 1 }, true)]
    [InlineData(2, new[] { 0 }, false)]
    [InlineData(4, new[] { 2, 3 }, true)]
    [InlineData(4, new[] { 0, 1 }, false)]
    [InlineData(1, new int[0], true)]
    public void More_than_half_stay_or_half_with_the_lowest_address(int nodes, int[] lost, bool stays)
    {
        Assert.Equal(stays, MajorityRule.Stays(Nodes(Enumerable.Repeat(Up, nodes)), Ids(lost)));
    }

    [Fact]
    public void Who_comes_counts_for_the_other_side_only()
    {
        Assert.False(MajorityRule.Stays(Nodes([Up, Up, Up, Joining, WeaklyUp]), Ids([2, 3, 4])));
        Assert.False(MajorityRule.Stays(Nodes([Joining, Up, Up]), Ids([1, 2])));
        Assert.True(MajorityRule.Stays(Nodes([Up, Up, Joining]), Ids([2])));
    }

    [Fact]
    public void Who_leaves_does_not_count_for_this_side()
    {
        Assert.False(MajorityRule.Stays(Nodes([Up, Leaving, Up, Up, Leaving]), Ids([2, 3])));
        Assert.True(MajorityRule.Stays(Nodes([Up, Up, Up, Leaving]), Ids([3])));
    }

    [Fact]
    public void Who_is_down_or_gone_counts_nowhere()
    {
        Assert.True(MajorityRule.Stays(Nodes([Up, Up, Up, Down, Exiting]), Ids([2, 3, 4])));
    }

    [Fact]
    public void Nobody_stays_where_nobody_is()
    {
        Assert.False(MajorityRule.Stays(Nodes([Down, Exiting]), Ids([])));
    }

    [Fact]
    public void Two_sides_never_both_stay()
    {
        var split = Gen.Int[1, 9].SelectMany(count => Gen.Select(
            Gen.Int[0, States.Length - 1].Select(i => States[i]).Array[count], Gen.Bool.Array[count]));

        split.Sample((states, sides) =>
        {
            var nodes = Nodes(states);
            var left = Ids(Enumerable.Range(0, states.Length).Where(i => sides[i]));
            var right = Ids(Enumerable.Range(0, states.Length).Where(i => !sides[i]));
            return !(MajorityRule.Stays(nodes, left) && MajorityRule.Stays(nodes, right));
        });
    }

    private static ClusterNode[] Nodes(IEnumerable<MemberStatus> states) =>
        [.. states.Select((state, i) => new ClusterNode(Id(i), state))];

    private static HashSet<UniqueAddress> Ids(IEnumerable<int> numbers) => [.. numbers.Select(Id)];

    private static UniqueAddress Id(int number) =>
        new(new Address("akka.tcp", "akkachat", $"10.0.0.{number + 1}", 4053), 100 - number);
}
