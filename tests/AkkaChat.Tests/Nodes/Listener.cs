using System.Threading.Channels;
using Akka.Actor;

namespace AkkaChat.Tests.Nodes;

/// <summary>An actor of a node that keeps what it is told for the test.</summary>
internal sealed class Listener
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<(object Message, IActorRef Sender)> _told =
        Channel.CreateUnbounded<(object Message, IActorRef Sender)>();

    public Listener(ActorSystem system)
    {
        var told = _told.Writer;
        Ref = system.ActorOf(Props.Create(() => new Ear(told)));
    }

    public IActorRef Ref { get; }

    /// <summary>The next message of that sort; others are passed over.</summary>
    public async Task<T> NextAsync<T>(string what) => (await NextFromAsync<T>(what, Patience)).Message;

    /// <summary>The same with who told it, and within a time.</summary>
    public async Task<(T Message, IActorRef Sender)> NextFromAsync<T>(string what, TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        var passedOver = new List<string>();
        try
        {
            while (true)
            {
                var (message, sender) = await _told.Reader.ReadAsync(timeout.Token);
                if (message is T wanted)
                {
                    return (wanted, sender);
                }

                passedOver.Add(message.ToString()!);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Awaited {what}; had come: {string.Join(", ", passedOver)}");
        }
    }

    private sealed class Ear : ReceiveActor
    {
        public Ear(ChannelWriter<(object, IActorRef)> told) =>
            ReceiveAny(message => told.TryWrite((message, Sender)));
    }
}
