using System.Collections.Immutable;
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

    /// <summary>The command, opened in <paramref name="open"/>; null if no room does this.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="messages">What it forwards, looked up.</param>
    /// <param name="open">Where the answer is waited for.</param>
    public static RoomCommand? ToCommand(
        Request request, UserId by, ImmutableArray<ForwardedMessage> messages, OpenRequests open)
    {
        long Ack(RoomId room) => open.Open(request.Id, room, AnswerForm.Ack);
        long Show(RoomId room) => open.Open(request.Id, room, AnswerForm.Room);
        switch (request)
        {
            case Request.Send send:
                return new RoomCommand.Post(
                    send.Room, by, Ack(send.Room), NewMessageId(), send.Key, send.Content, send.Mentions, send.ReplyTo);
            case Request.Read read:
                return new RoomCommand.MarkRead(read.Room, by, Ack(read.Room), read.Seq);
            case Request.Recall recall:
                return new RoomCommand.Recall(recall.Room, by, Ack(recall.Room), recall.Target);
            case Request.Edit edit:
                return new RoomCommand.Edit(edit.Room, by, Ack(edit.Room), edit.Target, edit.Version, edit.Content);
            case Request.React react:
                return new RoomCommand.React(react.Room, by, Ack(react.Room), react.Target, react.Emoji, react.On);
            case Request.Forward forward:
                return new RoomCommand.Forward(forward.To, by, Ack(forward.To), forward.Key, messages);
            case Request.RoomJoin join:
                return new RoomCommand.Join(join.Room, by, Show(join.Room));
            case Request.RoomLeave leave:
                return new RoomCommand.Leave(leave.Room, by, Ack(leave.Room));
            case Request.RoomUpdate update:
                return new RoomCommand.Update(update.Room, by, Show(update.Room), update.Settings);
            case Request.DirectOpen direct when direct.User != by:
                var dm = DirectRoomOf(by, direct.User);
                return new RoomCommand.OpenDirect(dm, by, Show(dm), direct.User);
            case Request.RoomCreate create:
                var room = create.Room ?? RoomId.Parse($"r-{Guid.CreateVersion7():n}");
                return new RoomCommand.Create(
                    room, by, Show(room), create.Name, create.Kind, create.IsPublic, create.Members);
            case Request.UserBlock block when block.User != by:
                var pair = DirectRoomOf(by, block.User);
                return new RoomCommand.Block(pair, by, open.Open(request.Id, pair, AnswerForm.Ok), block.User, block.On);
            default:
                return ToModeration(request, by, Ack);
        }
    }

    private static RoomCommand? ToModeration(Request request, UserId by, Func<RoomId, long> ack) => request switch
    {
        Request.RoomInvite invite => new RoomCommand.Invite(invite.Room, by, ack(invite.Room), invite.Users),
        Request.RoomRemove remove => new RoomCommand.Remove(remove.Room, by, ack(remove.Room), remove.User),
        Request.RoomSetRole set => new RoomCommand.SetRole(set.Room, by, ack(set.Room), set.User, set.Role),
        Request.RoomMute mute => new RoomCommand.Mute(mute.Room, by, ack(mute.Room), mute.User, mute.For),
        Request.RoomMuteAll all => new RoomCommand.Update(
            all.Room, by, ack(all.Room), new RoomSettings { MuteAll = all.On }),
        Request.RoomBan ban => new RoomCommand.Ban(ban.Room, by, ack(ban.Room), ban.User),
        Request.RoomUnban unban => new RoomCommand.Unban(unban.Room, by, ack(unban.Room), unban.User),
        Request.RoomAccept accept => new RoomCommand.Accept(accept.Room, by, ack(accept.Room), accept.User),
        Request.RoomRefuse refuse => new RoomCommand.Refuse(refuse.Room, by, ack(refuse.Room), refuse.User),
        Request.RoomDissolve dissolve => new RoomCommand.Dissolve(dissolve.Room, by, ack(dissolve.Room)),
        _ => null,
    };

    /// <summary>A name for a message that is not in the log yet.</summary>
    public static MessageId NewMessageId() => new($"m-{Guid.CreateVersion7():n}");
}
