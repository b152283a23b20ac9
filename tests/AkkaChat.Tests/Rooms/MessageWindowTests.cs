using AkkaChat.Server.Rooms;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class MessageWindowTests
{
    [Fact]
    public void A_message_is_found_by_place_and_by_key()
    {
        var window = new MessageWindow();
        var facts = Facts(7, Ann, "k-7");

        window.Put(facts);

        Assert.True(window.TryFind(7, out var byPlace));
        Assert.True(window.TryFind(Ann, Key("k-7"), out var byKey));
        Assert.Same(facts, byPlace);
        Assert.Same(facts, byKey);
    }

    [Fact]
    public void A_key_of_another_author_is_not_found()
    {
        var window = new MessageWindow();

        window.Put(Facts(7, Ann, "k-7"));

        Assert.False(window.TryFind(Bob, Key("k-7"), out _));
    }

    [Fact]
    public void A_change_replaces_what_was_known()
    {
        var window = new MessageWindow();
        window.Put(Facts(7, Ann, "k-7"));

        window.Put(Facts(7, Ann, "k-7", recallSeq: 9));

        Assert.True(window.TryFind(Ann, Key("k-7"), out var found));
        Assert.Equal(9, found.RecallSeq);
    }

    [Fact]
    public void A_full_window_still_knows_its_oldest_message()
    {
        var window = Filled(MessageWindow.Capacity);

        Assert.True(window.TryFind(1, out _));
        Assert.True(window.TryFind(Ann, Key("k-1"), out _));
    }

    [Fact]
    public void One_past_the_capacity_the_oldest_message_falls_out()
    {
        var window = Filled(MessageWindow.Capacity + 1);

        Assert.False(window.TryFind(1, out _));
        Assert.False(window.TryFind(Ann, Key("k-1"), out _));
        Assert.True(window.TryFind(2, out _));
    }

    [Fact]
    public void A_change_does_not_push_another_message_out()
    {
        var window = Filled(MessageWindow.Capacity);

        window.Put(Facts(2, Ann, "k-2", recallSeq: 9));

        Assert.True(window.TryFind(1, out _));
    }

    [Fact]
    public void What_is_not_on_disk_never_falls_out()
    {
        const int onDisk = 50;
        var window = Filled(MessageWindow.Capacity + (2 * onDisk), onDisk);

        Assert.False(window.TryFind(onDisk, out _));
        Assert.True(window.TryFind(onDisk + 1, out _));
    }

    [Fact]
    public void A_message_whose_newest_change_is_not_on_disk_does_not_fall_out()
    {
        const int count = MessageWindow.Capacity;
        var window = Filled(count);
        window.Put(Facts(1, Ann, "k-1", recallSeq: count + 1));

        window.Put(Facts(count + 2, Ann, "k"));
        window.Put(Facts(count + 3, Ann, "k"));

        Assert.True(window.TryFind(1, out _));
        window.Committed(count + 1);
        Assert.False(window.TryFind(1, out _));
    }

    private static MessageWindow Filled(int count, int? onDisk = null)
    {
        var window = new MessageWindow();
        window.Committed(onDisk ?? count);
        var sample = Facts(0, Ann, "k");
        for (var seq = 1; seq <= count; seq++)
        {
            window.Put(sample with { Seq = seq, Key = Key($"k-{seq}") });
        }

        return window;
    }
}
