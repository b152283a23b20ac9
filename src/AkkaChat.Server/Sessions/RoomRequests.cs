using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;

namespace AkkaChat.Server.Sessions;

/// <summary>Makes room commands of requests.</summary>
internal static class RoomRequests
{
    /// <summary>The one room of two people, whoever asks.</summary>
    public static RoomId DirectRoomOf(UserId one, UserId other)
    {
        var (first, second) = string.CompareOrdinal(one.Value, other.Value) < 0 ? (one, other) : (other, one);
        var pair = System.Text.Encoding.UTF8.GetBytes($"{first.Value}\n{second.Value}");
        var hash = System.Security.Cryptography.SHA256.HashData(pair);
        return RoomId.Parse(DirectPrefix + Convert.ToHexStringLower(hash.AsSpan(0, 16)));
    }

    /// <summary>What ids of direct rooms begin with; nobody may make others that do.</summary>
    private const string DirectPrefix = "dm-";

    /// <summary>Whom <paramref name="request"/> brings into a room.</summary>
    public static IReadOnlyList<UserId> PeopleOf(Request request) => request switch
    {
        Request.RoomCreate create => create.Members,
        Request.DirectOpen open => [open.User],
        _ => [],
    };

    /// <summary>The command, opened in <paramref name="open"/>; null if no room does this.</summary>
    public static RoomCommand? ToCommand(Request request, UserId by, OpenRequests open)
    {
        long Ack(RoomId room) => open.Open(request.Id, room, answerWithRoom: false);
        long Show(RoomId room) => open.Open(request.Id, room, answerWithRoom: true);
        switch (request)
        {
            case Request.Send send:
                return new RoomCommand.Post(
                    send.Room, by, Ack(send.Room), NewMessageId(), send.Key, send.Content, send.Mentions, send.ReplyTo);
            case Request.Recall recall:
                return new RoomCommand.Recall(recall.Room, by, Ack(recall.Room), recall.Target);
            case Request.Edit edit:
                return new RoomCommand.Edit(edit.Room, by, Ack(edit.Room), edit.Target, edit.Version, edit.Content);
            case Request.Read read:
                return new RoomCommand.MarkRead(read.Room, by, Ack(read.Room), read.Seq);
            case Request.RoomLeave leave:
                return new RoomCommand.Leave(leave.Room, by, Ack(leave.Room));
            case Request.RoomJoin join:
                return new RoomCommand.Join(join.Room, by, Show(join.Room));
            case Request.DirectOpen direct when direct.User != by:
                var dm = DirectRoomOf(by, direct.User);
                return new RoomCommand.OpenDirect(dm, by, Show(dm), direct.User);
            case Request.RoomCreate create when create.Kind is RoomKind.Group or RoomKind.Channel:
                var room = create.Room ?? RoomId.Parse($"r-{Guid.CreateVersion7():n}");
                return new RoomCommand.Create(
                    room, by, Show(room), create.Name, create.Kind, create.IsPublic, create.Members);
            default:
                return null;
        }
    }

    /// <summary>A name for a message that is not in the log yet.</summary>
    public static MessageId NewMessageId() => new($"m-{Guid.CreateVersion7():n}");
}
