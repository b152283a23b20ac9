using Akka.Actor;

namespace AkkaChat.Server.Cluster;

/// <summary>
/// How to start actors that come by the thousand: each is made by a call, where Akka compiles every argument of an
/// expression anew, and has a <see cref="SmallMailbox"/>.
/// </summary>
internal sealed class ManyActors : IIndirectActorProducer
{
    private readonly Func<ActorBase> _make;

    private ManyActors(Type actorType, Func<ActorBase> make)
    {
        ActorType = actorType;
        _make = make;
    }

    /// <inheritdoc/>
    public Type ActorType { get; }

    /// <summary>How to start actors that <paramref name="make"/> makes.</summary>
    public static Props Of<TActor>(Func<TActor> make)
        where TActor : ActorBase => Props.CreateBy(new ManyActors(typeof(TActor), make)).WithMailbox(SmallMailbox.Id);

    /// <inheritdoc/>
    public ActorBase Produce() => _make();

    /// <inheritdoc/>
    public void Release(ActorBase actor)
    {
    }
}
