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
                Props.Create(() => new DeadNodeActor(settings, node => PortProbe.AskAsync(node, settings.Timeout))),
                "dead-nodes");
        }
    }
}
