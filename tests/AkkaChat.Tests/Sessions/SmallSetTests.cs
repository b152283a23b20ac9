using AkkaChat.Server.Sessions;
using Xunit;

namespace AkkaChat.Tests.Sessions;

public sealed class SmallSetTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)] // the most that stand in an array
    [InlineData(9)]
    [InlineData(500)]
    public void It_is_a_set_of_any_size(int count)
    {
        var set = default(SmallSet<int>);

        for (var i = 0; i < count; i++)
        {
            Assert.True(set.Add(i));
            Assert.False(set.Add(i));
        }

        Assert.All(Enumerable.Range(0, count), i => Assert.True(set.Contains(i)));
        Assert.False(set.Contains(count));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void What_was_removed_is_not_there_and_can_be_added_again(int count)
    {
        var set = default(SmallSet<int>);
        for (var i = 0; i < count; i++)
        {
            set.Add(i);
        }

        Assert.True(set.Remove(3));
        Assert.False(set.Remove(3));

        Assert.False(set.Contains(3));
        Assert.True(set.Contains(4));
        Assert.True(set.Add(3));
        Assert.True(set.Contains(3));
    }
}
