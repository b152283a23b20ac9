using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Which rows the room writes of a batch must know.</summary>
internal sealed class BatchKeys
{
    private BatchKeys()
    {
    }

    /// <summary>All rooms.</summary>
    public HashSet<RoomId> Rooms { get; } = [];

    /// <summary>Rooms that begin.</summary>
    public List<(RoomId Room, RoomEvent.RoomCreated Created)> Created { get; } = [];

    /// <summary>Messages that are changed.</summary>
    public HashSet<(RoomId Room, long Seq)> Targets { get; } = [];

    /// <summary>Keys of messages that are posted.</summary>
    public HashSet<(RoomId Room, UserId Sender, ClientMessageId Key)> Posted { get; } = [];

    /// <summary>Memberships that change, or whose mark moves.</summary>
    public HashSet<(RoomId Room, UserId User)> Members { get; } = [];

    /// <summary>Who is let into a broadcast room.</summary>
    public HashSet<(RoomId Room, UserId User)> Followers { get; } = [];

    /// <summary>Reactions that are set or taken back.</summary>
    public HashSet<(RoomId Room, long Target, UserId User, string Emoji)> Reactions { get; } = [];

    /// <summary>The rows that <paramref name="batch"/> must know.</summary>
    public static BatchKeys Of(IReadOnlyList<StoreWrite> batch)
    {
        var keys = new BatchKeys();
        foreach (var write in batch)
        {
            keys.Add(write);
        }

        return keys;
    }

    /// <summary>The rows that a part of a log must know to be gone through again.</summary>
    /// <param name="room">Whose log.</param>
    /// <param name="part">The part, in order.</param>
    /// <param name="followers">Who comes in meanwhile without an event.</param>
    public static BatchKeys Of(RoomId room, IReadOnlyList<LoggedEvent> part, IEnumerable<KeptMember> followers)
    {
        var keys = new BatchKeys();
        keys.Rooms.Add(room);
        var ownMessages = new HashSet<long>();
        foreach (var logged in part)
        {
            if (logged.Event is { } stored)
            {
                keys.Add(room, stored);
                ownMessages.Add(stored.Seq);
            }
            else
            {
                keys.Members.Add((room, logged.Header.From));
            }
        }

        keys.Members.UnionWith(followers.Select(follower => (room, follower.User)));

        // They are in the log, as it is told: neither their keys nor what became of them is to be asked for.
        keys.Created.Clear();
        keys.Posted.Clear();
        keys.Targets.RemoveWhere(target => ownMessages.Contains(target.Seq));
        return keys;
    }

    private void Add(StoreWrite write)
    {
        switch (write)
        {
            case StoreWrite.Append run:
                Rooms.Add(run.Room);
                foreach (var stored in run.Events)
                {
                    Add(run.Room, stored.Event);
                }

                break;
            case StoreWrite.MarkRead mark:
                Rooms.Add(mark.Room);
                Members.Add((mark.Room, mark.User));
                break;
            case StoreWrite.SetView view:
                Rooms.Add(view.Room);
                Members.Add((view.Room, view.User));
                break;
            case StoreWrite.Follow follow:
                Rooms.Add(follow.Room);
                Members.Add((follow.Room, follow.User));
                if (follow.On)
                {
                    Followers.Add((follow.Room, follow.User));
                }

                break;
        }
    }

    private void Add(RoomId room, RoomEvent stored)
    {
        switch (stored)
        {
            case RoomEvent.MessagePosted posted:
                Posted.Add((room, posted.From, posted.Key));
                Members.Add((room, posted.From));
                break;
            case RoomEvent.MessageEdited edited:
                Targets.Add((room, edited.Target));
                break;
            case RoomEvent.MessageRecalled recalled:
                Targets.Add((room, recalled.Target));
                break;
            case RoomEvent.ReactionSet reaction:
                Targets.Add((room, reaction.Target));
                Reactions.Add((room, reaction.Target, reaction.From, reaction.Emoji));
                break;
            case RoomEvent.MemberChanged member:
                Members.Add((room, member.User));
                break;
            case RoomEvent.RoomCreated created:
                Created.Add((room, created));
                break;
            case RoomEvent.RoomChanged:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(stored), stored, "unknown event");
        }
    }
}
