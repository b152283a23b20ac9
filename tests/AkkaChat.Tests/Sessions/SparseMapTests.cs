using AkkaChat.Server.Sessions;
using Xunit;

namespace AkkaChat.Tests.Sessions;

public sealed class SparseMapTests
{
    private SparseMap<string, int> _map;

    [Fact]
    public void A_map_that_was_never_filled_has_nothing()
    {
        Assert.False(_map.ContainsKey("a"));
        Assert.False(_map.TryGetValue("a", out _));
        Assert.False(_map.Remove("a"));
        Assert.Empty(_map.Keys());
    }

    [Fact]
    public void An_entry_has_the_value_that_it_was_given_last()
    {
        _map.Set("a", 1);
        _map.Set("a", 2);

        Assert.True(_map.TryGetValue("a", out var value));
        Assert.Equal(2, value);
        Assert.Equal(["a"], _map.Keys());
    }

    [Fact]
    public void A_removed_entry_is_gone_and_the_others_stay()
    {
        _map.Set("a", 1);
        _map.Set("b", 2);

        Assert.True(_map.Remove("a", out var removed));

        Assert.Equal(1, removed);
        Assert.False(_map.ContainsKey("a"));
        Assert.True(_map.ContainsKey("b"));
    }

    [Fact]
    public void An_emptied_map_can_be_filled_again()
    {
        _map.Set("a", 1);
        _map.Remove("a");

        _map.Set("b", 2);

        Assert.Equal(["b"], _map.Keys());
    }
}
