using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>Reads from the store what a command cannot be decided without.</summary>
internal static class RoomLookUps
{
    /// <summary>What the state is to learn; null if that is not in the store.</summary>
    public static async Task<Action<RoomState>?> FindAsync(IChatStore store, RoomId room, Decision.Needs needs)
    {
        switch (needs)
        {
            case Decision.NeedsMessage { Seq: var seq }:
                var message = await store.FindMessageAsync(room, seq, CancellationToken.None);
                return message is null ? null : state => state.Learn(message);
            case Decision.NeedsReaction { Reaction: var key }:
                var reaction = await store.FindReactionAsync(
                    room, key.Target, key.User, key.Emoji, CancellationToken.None);
                return state => state.Learn(key, reaction);
            case Decision.NeedsMember { User: var user }:
                var member = await store.FindMemberAsync(room, user, CancellationToken.None);
                return state => state.People.LearnFollower(user, member is not null);
            case Decision.NeedsBlocks { One: var one, Other: var other }:
                var blockers = await store.FindBlockersAsync([one], other, CancellationToken.None);
                var others = await store.FindBlockersAsync([other], one, CancellationToken.None);
                return state => state.People.LearnBlocks([.. blockers, .. others]);
            default:
                throw new ArgumentOutOfRangeException(nameof(needs), needs, "unknown need");
        }
    }
}
