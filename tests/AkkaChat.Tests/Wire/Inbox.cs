using System.Threading.Channels;
using Akka.Actor;

namespace AkkaChat.Tests.Wire;

/// <summary>Takes whatever an actor gets, for a test to look at one by one.</summary>
internal sealed class Inbox
{
    private readonly Channel<(object Message, IActorRef Sender)> _messages =
        Channel.CreateUnbounded<(object, IActorRef)>();

    /// <summary>An actor of that name on <paramref name="node"/>.</summary>
    public Inbox(WireNode node, string name) =>
        Actor = node.System.ActorOf(Props.Create(() => new Taker(_messages.Writer)), name);

    /// <summary>Who gets the messages.</summary>
    public IActorRef Actor { get; }

    /// <summary>The next message, and who sent it.</summary>
    /// <exception cref="TimeoutException">None came.</exception>
    public async Task<(object Message, IActorRef Sender)> NextAsync(string awaited)
    {
        using var time = new CancellationTokenSource(WireNode.Patience);
        try
        {
            return await _messages.Reader.ReadAsync(time.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"awaited {awaited}; nothing more had come to {Actor.Path}");
        }
    }

    /// <summary>The next message, which must be of that type.</summary>
    public async Task<T> NextAsync<T>()
    {
        var (message, _) = await NextAsync(typeof(T).ToString());
        return message is T expected
            ? expected
            : throw new InvalidOperationException($"awaited {typeof(T)}, had {message}");
    }

    /// <summary>What has come and was not looked at.</summary>
    public IEnumerable<object> Rest()
    {
        while (_messages.Reader.TryRead(out var message))
        {
            yield return message.Message;
        }
    }

    /// <summary>Has the actor watch <paramref name="other"/>: its end comes as a message.</summary>
    public void Watch(IActorRef other) => Actor.Tell(new WatchOrder(other));

    private sealed record WatchOrder(IActorRef Other) : INoSerializationVerificationNeeded;

    private sealed class Taker : UntypedActor
    {
        private readonly ChannelWriter<(object, IActorRef)> _messages;

        public Taker(ChannelWriter<(object, IActorRef)> messages) => _messages = messages;

        protected override void OnReceive(object message)
        {
            if (message is WatchOrder order)
            {
                Context.Watch(order.Other);
            }
            else
            {
                _messages.TryWrite((message, Sender));
            }
        }
    }
}
