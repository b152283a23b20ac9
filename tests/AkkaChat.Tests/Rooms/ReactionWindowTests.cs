using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class ReactionWindowTests
{
    private readonly ReactionWindow _window = new();

    [Fact]
    public void What_was_decided_meanwhile_is_newer_than_what_was_looked_up()
    {
        _window.Put(Reaction(1), isOn: true, seq: 9);

        _window.Learn(Reaction(1), new ReactionFacts(false, null, 3));

        Assert.True(_window.TryFind(Reaction(1), out var facts));
        Assert.Equal((true, 9L), (facts.IsOn, facts.Seq));
    }

    [Fact]
    public void As_many_as_there_is_room_for_are_known()
    {
        Learn(ReactionWindow.Capacity);

        Assert.True(_window.TryFind(Reaction(1), out _));
    }

    [Fact]
    public void One_more_and_the_oldest_is_not_known()
    {
        Learn(ReactionWindow.Capacity + 1);

        Assert.False(_window.TryFind(Reaction(1), out _));
        Assert.True(_window.TryFind(Reaction(2), out _));
        Assert.True(_window.TryFind(Reaction(ReactionWindow.Capacity + 1), out _));
    }

    [Fact]
    public void What_is_not_on_disk_is_known_however_much_came_after_it()
    {
        _window.Put(Reaction(1), isOn: true, seq: 9);

        Learn(2 * ReactionWindow.Capacity, from: 2);

        Assert.True(_window.TryFind(Reaction(1), out _));
    }

    [Fact]
    public void What_is_on_disk_makes_room()
    {
        _window.Put(Reaction(1), isOn: true, seq: 9);
        Learn(ReactionWindow.Capacity, from: 2);

        _window.Committed(9);

        Assert.False(_window.TryFind(Reaction(1), out _));
    }

    [Fact]
    public void After_a_reaction_the_others_of_the_message_are_looked_up_again()
    {
        _window.Learn(Reaction(1), new ReactionFacts(false, null, 3));
        _window.Learn(Reaction(1) with { Emoji = "b" }, new ReactionFacts(false, null, 3));
        _window.Learn(Reaction(2), new ReactionFacts(false, null, 3));

        _window.Put(Reaction(1), isOn: true, seq: 9);

        Assert.True(_window.TryFind(Reaction(1), out _));
        Assert.False(_window.TryFind(Reaction(1) with { Emoji = "b" }, out _));
        Assert.True(_window.TryFind(Reaction(2), out _));
    }

    [Fact]
    public void What_is_looked_up_again_and_again_is_known_each_time()
    {
        for (var i = 0; i < 2 * ReactionWindow.Capacity; i++)
        {
            _window.Put(Reaction(1) with { Emoji = "b" }, isOn: i % 2 == 0, seq: i);
            _window.Committed(i);

            _window.Learn(Reaction(1), new ReactionFacts(false, null, 3));

            Assert.True(_window.TryFind(Reaction(1), out _));
        }
    }

    private static ReactionKey Reaction(int target) => new(target, Ann, "a");

    private void Learn(int count, int from = 1)
    {
        for (var i = from; i < from + count; i++)
        {
            _window.Learn(Reaction(i), new ReactionFacts(false, null, 0));
        }
    }
}
