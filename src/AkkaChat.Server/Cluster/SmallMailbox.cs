using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace AkkaChat.Server.Cluster;

/// <summary>
/// The mailbox of actors that there are thousands of and that have little to do at a time: it holds next to nothing while it
/// is empty, where Akka's own holds places for 32 messages, a kilobyte.
/// </summary>
internal sealed class SmallMailbox : MailboxType, IProducesMessageQueue<SmallMailbox.SmallQueue>
{
    /// <summary>What it is called in the actor system's configuration.</summary>
    public const string Id = "akkachat.small-mailbox";

    /// <summary>As Akka makes it.</summary>
    public SmallMailbox(Settings settings, Config config)
        : base(settings, config)
    {
    }

    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new SmallQueue();

    /// <summary>Messages in the order they came. A lock guards it: two threads seldom meet at an actor that has little to do.</summary>
    internal sealed class SmallQueue : IMessageQueue, IUnboundedMessageQueueSemantics
    {
        /// <summary>An empty queue keeps this many places at most.</summary>
        private const int MostKept = 32;

        private readonly Queue<Envelope> _waiting = new();

        /// <inheritdoc/>
        public bool HasMessages => Count > 0;

        /// <inheritdoc/>
        public int Count
        {
            get
            {
                lock (_waiting)
                {
                    return _waiting.Count;
                }
            }
        }

        /// <inheritdoc/>
        public void Enqueue(IActorRef receiver, Envelope envelope)
        {
            lock (_waiting)
            {
                _waiting.Enqueue(envelope);
            }
        }

        /// <inheritdoc/>
        public bool TryDequeue(out Envelope envelope)
        {
            lock (_waiting)
            {
                var found = _waiting.TryDequeue(out envelope);
                if (_waiting.Count == 0 && _waiting.Capacity > MostKept)
                {
                    _waiting.TrimExcess();
                }

                return found;
            }
        }

        /// <inheritdoc/>
        public void CleanUp(IActorRef owner, IMessageQueue deadletters)
        {
            while (TryDequeue(out var envelope))
            {
                deadletters.Enqueue(owner, envelope);
            }
        }
    }
}
