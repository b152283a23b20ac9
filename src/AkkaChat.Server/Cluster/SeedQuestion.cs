using Akka.Actor;

namespace AkkaChat.Server.Cluster;

/// <summary>Asks a seed whether it is in a cluster.</summary>
internal static class SeedQuestion
{
    /// <summary>
    /// What <paramref name="seed"/> answers, with <paramref name="timeout"/> for each try. If it does not answer its port is
    /// asked: only a process that is there can be a member.
    /// </summary>
    public static async Task<SeedAnswer> AskAsync(ActorSystem system, Address seed, TimeSpan timeout)
    {
        if (await RemoteActor.IsThereAsync(system, new RootActorPath(seed) / "user" / OutsiderActor.Name, timeout))
        {
            return SeedAnswer.Outside;
        }

        if (await DeadNodes.AnswersAsync(system, seed, timeout))
        {
            return SeedAnswer.Member;
        }

        return await PortProbe.AskAsync(seed, timeout) == PortAnswer.Refused ? SeedAnswer.Outside : SeedAnswer.Unknown;
    }
}
