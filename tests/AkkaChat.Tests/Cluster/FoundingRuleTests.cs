using AkkaChat.Server.Cluster;
using Xunit;
using static AkkaChat.Server.Cluster.SeedAnswer;

namespace AkkaChat.Tests.Cluster;

public sealed class FoundingRuleTests
{
    [Theory]
    [InlineData(Outside)]
    [InlineData(Outside, Outside)]
    [InlineData(Outside, Outside, Outside)]
    internal void Where_all_are_outside_a_cluster_is_founded_at_once(params SeedAnswer[] answers) =>
        Assert.True(FoundingRule.Founds(answers, hasWaited: false));

    [Theory]
    [InlineData(Outside, Unknown)]
    [InlineData(Outside, Outside, Unknown, Unknown)]
    internal void Where_more_than_half_are_outside_it_is_founded_after_a_while(params SeedAnswer[] answers)
    {
        Assert.False(FoundingRule.Founds(answers, hasWaited: false));
        Assert.True(FoundingRule.Founds(answers, hasWaited: true));
    }

    [Theory]
    [InlineData(Unknown)]
    [InlineData(Unknown, Unknown)]
    [InlineData(Outside, Unknown, Unknown)]
    internal void Who_knows_nothing_of_half_of_the_seeds_founds_none(params SeedAnswer[] answers) =>
        Assert.False(FoundingRule.Founds(answers, hasWaited: true));

    [Theory]
    [InlineData(Member)]
    [InlineData(Outside, Member)]
    [InlineData(Outside, Outside, Member)]
    internal void Where_one_is_a_member_none_is_founded(params SeedAnswer[] answers) =>
        Assert.False(FoundingRule.Founds(answers, hasWaited: true));
}
