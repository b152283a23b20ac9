using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>A room to which a batch adds messages.</summary>
/// <param name="room">Which room.</param>
internal sealed class PostedRoom(RoomId room)
{
    /// <summary>Which room.</summary>
    public RoomId Room => room;

    /// <summary>False once the batch does anything else to the room.</summary>
    public bool IsStraight { get; set; } = true;

    /// <summary>The first message; null until there is one.</summary>
    public RoomEvent.MessagePosted? First { get; private set; }

    /// <summary>The newest message; null until there is one.</summary>
    public RoomEvent.MessagePosted? Last { get; private set; }

    /// <summary>Takes a run of messages, if it follows what came before it.</summary>
    public void Follow(StoreWrite.Append run)
    {
        foreach (var stored in run.Events)
        {
            if (stored.Event is not RoomEvent.MessagePosted posted
                || (Last is { } last && (posted.Seq != last.Seq + 1 || posted.MessageNo != last.MessageNo + 1)))
            {
                IsStraight = false;
                return;
            }

            First ??= posted;
            Last = posted;
        }
    }
}
