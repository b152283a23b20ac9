using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
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

    /// <summary>Saying again what was said elsewhere.</summary>
    public static Decision Forward(RoomState room, RoomCommand.Forward forward, long time)
    {
        var messages = ImmutableArray.CreateBuilder<RoomEvent.MessagePosted>(forward.Messages.Length);
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

        return Repetition(room, messages)
            ?? Refusal(room, forward.By, RoomAction.Post, time)
            ?? new Decision.Accepted([.. messages]);
    }

    /// <summary>The idempotency key of a forwarded message: the first has the request's own.</summary>
    public static ClientMessageId KeyOf(ClientMessageId first, int index)
    {
        if (index == 0)
        {
            return first;
        }

        var end = $"#{index + 1}";
        return ClientMessageId.Parse(
            first.Value.Length + end.Length <= ClientMessageId.MaxChars ? first.Value + end : Digest(first) + end);
    }

    // Long keys often differ in nothing but their end.
    private static string Digest(ClientMessageId key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Value)).AsSpan(0, 16));

    // They went into the log together: if the first of them is not known and another is, its key was used for something else.
    private static Decision? Repetition(RoomState room, IEnumerable<RoomEvent.MessagePosted> messages)
    {
        Decision? first = null;
        foreach (var message in messages)
        {
            if (room.FindMessage(message.From, message.Key) is not { } known)
            {
                continue;
            }

            var repeated = MessageRules.Repeat(message, known);
            if (repeated is Decision.Refused || (first is null && message.Seq != room.LastSeq + 1))
            {
                return Decision.Refuse(ErrorCode.Conflict);
            }

            first ??= repeated;
        }

        return first;
    }

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
