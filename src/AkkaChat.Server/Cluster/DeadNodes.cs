using Akka.Actor;

namespace AkkaChat.Server.Cluster;

/// <summary>The search for dead processes among the members of the cluster.</summary>
internal static class DeadNodes
{
    /// <summary>Starts it, if the settings say so, on a node that has joined its cluster.</summary>
    /// <exception cref="Akka.Configuration.ConfigurationException">A setting is bad.</exception>
    public static void Find(ActorSystem system)
    {
        var settings = DeadNodeSettings.Of(system.Settings.Config);
        if (settings.Enabled)
        {
            system.ActorOf(
                Props.Create(() => new DeadNodeActor(
                    settings,
                    node => PortProbe.AskAsync(node, settings.Timeout),
                    node => AnswersAsync(system, node, settings.Timeout))),
                "dead-nodes");
        }
    }

    /// <summary>
    /// Whether the actors of <paramref name="node"/> answer within <paramref name="timeout"/>. A connection that is there is
    /// used: a new one that is closed without a word would look like an attack to a node that talks TLS.
    /// </summary>
    internal static Task<bool> AnswersAsync(ActorSystem system, Address node, TimeSpan timeout) =>
        RemoteActor.IsThereAsync(system, new RootActorPath(node) / "system" / "cluster", timeout);
}
