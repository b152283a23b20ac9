using Akka.Actor;

namespace AkkaChat.Server.Cluster;

/// <summary>Looks for an actor of another node.</summary>
internal static class RemoteActor
{
    /// <summary>
    /// True if an actor at <paramref name="path"/> answers within <paramref name="timeout"/>; false if there is none, or if
    /// its node can't be reached, which remoting does not tell apart.
    /// </summary>
    public static async Task<bool> IsThereAsync(ActorSystem system, ActorPath path, TimeSpan timeout)
    {
        try
        {
            await system.ActorSelection(path).ResolveOne(timeout);
            return true;
        }
        catch (ActorNotFoundException)
        {
            return false;
        }
    }
}
