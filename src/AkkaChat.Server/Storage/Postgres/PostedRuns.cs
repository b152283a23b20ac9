using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>
/// The part of a batch that only adds messages: rooms of which it holds nothing but runs of messages, one behind the other.
/// What the database must say of these rooms is known beforehand, so nothing needs to be read.
/// </summary>
internal sealed class PostedRuns
{
    private readonly Dictionary<RoomId, PostedRoom> _rooms = [];

    private PostedRuns()
    {
    }

    /// <summary>The rooms, each as the whole part leaves it, in the order of their ids: the order in which they are locked.</summary>
    public List<PostedRoom> Rooms { get; } = [];

    /// <summary>The messages, in order within each room.</summary>
    public List<NewEvent> Events { get; } = [];

    /// <summary>Where the runs stand in the batch.</summary>
    public List<int> Places { get; } = [];

    /// <summary>The newest message of each sender in each room.</summary>
    public Dictionary<(RoomId Room, UserId Sender), RoomEvent.MessagePosted> Senders { get; } = [];

    /// <summary>Who is mentioned where.</summary>
    public RowChanges<(RoomId Room, UserId User, long Seq), bool> Mentions { get; } = new();

    /// <summary>That part of <paramref name="batch"/>; it may be none of it, or all.</summary>
    public static PostedRuns Of(IReadOnlyList<StoreWrite> batch)
    {
        var runs = new PostedRuns();
        foreach (var write in batch)
        {
            runs.Look(write);
        }

        for (var place = 0; place < batch.Count; place++)
        {
            if (batch[place] is StoreWrite.Append run && runs._rooms[run.Room].IsStraight)
            {
                runs.Take(run);
                runs.Places.Add(place);
            }
        }

        runs.Rooms.AddRange(runs._rooms.Values.Where(room => room.IsStraight));
        runs.Rooms.Sort((one, other) => string.CompareOrdinal(one.Room.Value, other.Room.Value));
        return runs;
    }

    private void Look(StoreWrite write)
    {
        switch (write)
        {
            case StoreWrite.Append run:
                RoomOf(run.Room).Follow(run);
                break;
            case StoreWrite.MarkRead mark:
                RoomOf(mark.Room).IsStraight = false;
                break;
            case StoreWrite.SetView view:
                RoomOf(view.Room).IsStraight = false;
                break;
            case StoreWrite.Follow follow:
                RoomOf(follow.Room).IsStraight = false;
                break;
        }
    }

    private PostedRoom RoomOf(RoomId id)
    {
        if (!_rooms.TryGetValue(id, out var room))
        {
            _rooms.Add(id, room = new PostedRoom(id));
        }

        return room;
    }

    private void Take(StoreWrite.Append run)
    {
        foreach (var stored in run.Events)
        {
            var posted = (RoomEvent.MessagePosted)stored.Event;
            Events.Add(new NewEvent(run.Room, stored, posted.MessageNo)
            {
                Message = MessageState.Posted(run.Room, posted, stored),
            });
            Senders[(run.Room, posted.From)] = posted;
            foreach (var user in posted.Mentions.IsDefault ? [] : posted.Mentions)
            {
                Mentions.Add((run.Room, user, posted.Seq), true);
            }
        }
    }
}
