using Akka.Actor;
using AkkaChat.Server.Cluster;
using Xunit;

namespace AkkaChat.Tests.Cluster;

public sealed class SmallMailboxTests
{
    private readonly SmallMailbox.SmallQueue _queue = new();

    [Fact]
    public void Messages_come_out_in_the_order_they_went_in()
    {
        Put(1, 100);

        Assert.Equal(100, _queue.Count);
        Assert.Equal(Enumerable.Range(1, 100), Drain());
        Assert.False(_queue.HasMessages);
    }

    [Fact]
    public void It_goes_on_after_it_was_emptied()
    {
        Put(1, 100);
        Drain();

        Put(101, 3);

        Assert.Equal([101, 102, 103], Drain());
    }

    [Fact]
    public void What_is_left_goes_to_the_dead_letters()
    {
        var dead = new SmallMailbox.SmallQueue();
        Put(1, 2);

        _queue.CleanUp(ActorRefs.Nobody, dead);

        Assert.False(_queue.HasMessages);
        Assert.Equal(2, dead.Count);
    }

    [Fact]
    public async Task Messages_of_many_threads_all_come_each_threads_in_order()
    {
        const int threads = 4;
        const int each = 10_000;
        var senders = Enumerable.Range(0, threads).Select(thread => Task.Run(() => Put(thread * each, each))).ToArray();
        var came = new List<int>();
        while (came.Count < threads * each)
        {
            came.AddRange(Drain());
        }

        await Task.WhenAll(senders);
        Assert.All(
            Enumerable.Range(0, threads),
            thread => Assert.Equal(Enumerable.Range(thread * each, each), came.Where(number => number / each == thread)));
    }

    private void Put(int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            _queue.Enqueue(ActorRefs.Nobody, new Envelope(number, ActorRefs.NoSender));
        }
    }

    private List<int> Drain()
    {
        var numbers = new List<int>();
        while (_queue.TryDequeue(out var envelope))
        {
            numbers.Add((int)envelope.Message);
        }

        return numbers;
    }
}
