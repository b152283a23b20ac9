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

    /// <summary>The rows that <paramref name="batch"/> must know.</summary>
    public static BatchKeys Of(IReadOnlyList<StoreWrite> batch)
    {
        var keys = new BatchKeys();
        foreach (var write in batch)
        {
            if (write is StoreWrite.Append run)
            {
                keys.Rooms.Add(run.Room);
                foreach (var stored in run.Events)
                {
                    keys.Add(run.Room, stored.Event);
                }
            }
            else if (write is StoreWrite.MarkRead mark)
            {
                keys.Rooms.Add(mark.Room);
                keys.Members.Add((mark.Room, mark.User));
            }
        }

        return keys;
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
            case RoomEvent.MemberChanged member:
                Members.Add((room, member.User));
                break;
            case RoomEvent.RoomCreated created:
                Created.Add((room, created));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(stored), stored, "unknown event");
        }
    }
}
