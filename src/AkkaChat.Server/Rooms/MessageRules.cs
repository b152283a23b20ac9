using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>The rules of what is done to messages after they were sent.</summary>
internal static class MessageRules
{
    /// <summary>What a message is whose key is in the log already: the same one again, or another one.</summary>
    public static Decision Repeat(RoomEvent.MessagePosted message, MessageFacts known) =>
        known.PostHash == ContentHash.Of(EventCodec.EncodeBody(message))
            ? new Decision.Repeated(known.Seq, known.Id, known.Time)
            : Decision.Refuse(ErrorCode.Conflict);

    /// <summary>Taking a message back. Who moderates has no window.</summary>
    public static Decision Recall(RoomState room, RoomCommand.Recall recall, MessageFacts message, long time)
    {
        if (room.Check(recall.By, RoomAction.Recall, time, message.Author) is { } code)
        {
            return Decision.Refuse(code);
        }

        var isAuthor = message.Author == recall.By;
        var moderates = room.Kind != RoomKind.Direct && room.RoleOf(recall.By) >= MemberRole.Admin;
        if (message.RecallSeq is { } first)
        {
            return new Decision.Repeated(first, Id: null, Time: null);
        }

        return !moderates && IsOver(message.Time, room.Options.RecallWindow, time)
            ? Decision.Refuse(ErrorCode.RecallExpired)
            : Decision.Accept(new RoomEvent.MessageRecalled(room.LastSeq + 1, time, recall.By, recall.Target, isAuthor));
    }

    /// <summary>Changing a message.</summary>
    public static Decision Edit(RoomState room, RoomCommand.Edit edit, MessageFacts message, long time)
    {
        if (message.Author != edit.By)
        {
            return Decision.Refuse(ErrorCode.Forbidden);
        }

        if (message.RecallSeq is not null)
        {
            return Decision.Refuse(ErrorCode.NotFound);
        }

        if (edit.Version == message.Version - 1 && message.VersionHash == ContentHash.Of(edit.Content.Json.Span))
        {
            return new Decision.Repeated(message.VersionSeq, Id: null, Time: null);
        }

        if (edit.Version != message.Version)
        {
            return Decision.Refuse(ErrorCode.Conflict);
        }

        if (room.Check(edit.By, RoomAction.Edit, time, message.Author) is { } code)
        {
            return Decision.Refuse(code);
        }

        return IsOver(message.Time, room.Options.EditWindow, time)
            ? Decision.Refuse(ErrorCode.Forbidden)
            : Decision.Accept(new RoomEvent.MessageEdited(
                room.LastSeq + 1, time, edit.By, edit.Target, message.Version + 1, edit.Content));
    }

    /// <summary>Setting a reaction, or taking it back.</summary>
    public static Decision React(RoomState room, RoomCommand.React react, MessageFacts message, long time)
    {
        if (message.RecallSeq is not null)
        {
            return Decision.Refuse(ErrorCode.NotFound);
        }

        var key = new ReactionKey(react.Target, react.By, react.Emoji);
        if (room.FindReaction(key) is not { } known)
        {
            return new Decision.NeedsReaction(key);
        }

        if (known.IsOn == react.On)
        {
            return new Decision.Repeated(known.Seq ?? message.Seq, Id: null, Time: null);
        }

        if (room.Check(react.By, react.On ? RoomAction.React : RoomAction.Unreact, time) is { } code)
        {
            return Decision.Refuse(code);
        }

        return react.On && known.Kinds >= Limits.MaxReactionKinds
            ? Decision.Refuse(ErrorCode.TooLarge)
            : Decision.Accept(new RoomEvent.ReactionSet(
                room.LastSeq + 1, time, react.By, react.Target, react.Emoji, react.On));
    }

    private static bool IsOver(long since, TimeSpan window, long now) => now - since > window.TotalMilliseconds;
}
