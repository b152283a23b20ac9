using System.Collections.Immutable;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>The rules of saying something.</summary>
internal static class PostRules
{
    /// <summary>Saying something.</summary>
    public static Decision Post(RoomState room, RoomCommand.Post post, long time)
    {
        var message = new RoomEvent.MessagePosted(
            room.LastSeq + 1, time, post.By, post.Id, post.Key, post.Content, post.Mentions, post.ReplyTo, room.MessageCount + 1);
        if (room.FindMessage(post.By, post.Key) is { } known)
        {
            return MessageRules.Repeat(message, known);
        }

        var action = MentionsAll(post.Mentions) ? RoomAction.MentionAll : RoomAction.Post;
        return Refusal(room, post.By, action, time)
            ?? (post.ReplyTo > room.LastSeq ? Decision.Refuse(ErrorCode.NotFound) : Decision.Accept(message));
    }

    /// <summary>
    /// Saying again what was said elsewhere. If the first of the messages is known, so are the others: they went into the log
    /// together.
    /// </summary>
    public static Decision Forward(RoomState room, RoomCommand.Forward forward, long time)
    {
        var messages = ImmutableArray.CreateBuilder<RoomEvent>(forward.Messages.Length);
        foreach (var said in forward.Messages)
        {
            messages.Add(new RoomEvent.MessagePosted(
                room.LastSeq + messages.Count + 1,
                time,
                forward.By,
                said.Id,
                KeyOf(forward.Key, messages.Count),
                said.Content,
                Mentions: [],
                ReplyTo: null,
                room.MessageCount + messages.Count + 1)
            {
                Forward = said.Origin,
            });
        }

        if (room.FindMessage(forward.By, forward.Key) is { } known)
        {
            return MessageRules.Repeat((RoomEvent.MessagePosted)messages[0], known);
        }

        return Refusal(room, forward.By, RoomAction.Post, time) ?? new Decision.Accepted(messages.MoveToImmutable());
    }

    /// <summary>The idempotency key of a forwarded message: the first has the request's own.</summary>
    public static ClientMessageId KeyOf(ClientMessageId first, int index)
    {
        if (index == 0)
        {
            return first;
        }

        var end = $"#{index + 1}";
        var most = IdLength - end.Length;
        return ClientMessageId.Parse((first.Value.Length > most ? first.Value[..most] : first.Value) + end);
    }

    private const int IdLength = 64;

    private static bool MentionsAll(ImmutableArray<UserId> mentions) =>
        !mentions.IsDefaultOrEmpty && mentions.Contains(UserId.Everyone);

    private static Decision? Refusal(RoomState room, UserId by, RoomAction action, long time)
    {
        if (room.Check(by, action, time) is { } code)
        {
            return Decision.Refuse(code);
        }

        var wait = room.SlowModeOf(by, time);
        return wait > TimeSpan.Zero ? new Decision.Refused(ErrorCode.RateLimited, wait) : null;
    }
}
