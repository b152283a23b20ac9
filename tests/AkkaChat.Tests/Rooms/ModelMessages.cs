using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;

namespace AkkaChat.Tests.Rooms;

/// <summary>What was said in a plain room, and what became of it.</summary>
internal sealed class ModelMessages(RoomOptions options, ModelFacts room, ModelPeople people)
{
    private readonly List<Said> _said = [];
    private readonly List<(long Target, UserId By, string Emoji, bool On, long Seq)> _reactions = [];

    public string? Post(RoomCommand.Post post, long time)
    {
        var forAll = post.Mentions.Contains(UserId.Everyone);
        if (FindSaid(post.By, post.Key) is { } known)
        {
            return known.Body == BodyOf(post.Content, post.ReplyTo, forAll, null) ? $"repeated {known.Seq}" : "conflict";
        }

        if (forAll && (room.IsDirect || people.Rank(post.By) < 2))
        {
            return "forbidden";
        }

        if ((people.MayNotSpeak(post.By, time) ?? MustWait(post.By, time)) is { } reason)
        {
            return reason;
        }

        if (post.ReplyTo > room.Length)
        {
            return "not_found";
        }

        Say(post.By, post.Key, post.Content, BodyOf(post.Content, post.ReplyTo, forAll, null), time);
        return room.Append(1);
    }

    public string? Forward(RoomCommand.Forward forward, long time)
    {
        var messages = forward.Messages
            .Select((said, i) => (
                Key: i == 0 ? forward.Key : ClientMessageId.Parse($"{forward.Key}#{i + 1}"),
                said.Content,
                Body: BodyOf(said.Content, null, false, said.Origin)))
            .ToList();
        var known = messages.Select(message => FindSaid(forward.By, message.Key)).ToList();
        if (known.Zip(messages).Any(pair => pair.First is { } before && before.Body != pair.Second.Body))
        {
            return "conflict";
        }

        if (known.Exists(before => before is not null))
        {
            return known[0] is { } first ? $"repeated {first.Seq}" : "conflict";
        }

        if ((people.MayNotSpeak(forward.By, time) ?? MustWait(forward.By, time)) is { } reason)
        {
            return reason;
        }

        foreach (var (key, content, body) in messages)
        {
            Say(forward.By, key, content, body, time);
            room.Append(1);
        }

        return null;
    }

    public string? Recall(RoomCommand.Recall recall, long time)
    {
        if (FindSaid(recall.Target) is not { } said)
        {
            return "not_found";
        }

        var moderates = !room.IsDirect && people.Rank(recall.By) >= 2;
        if (said.By != recall.By && !moderates)
        {
            return "forbidden";
        }

        if (said.RecalledAt > 0)
        {
            return $"repeated {said.RecalledAt}";
        }

        if (!moderates && time > said.Time + options.RecallWindow.TotalMilliseconds)
        {
            return "recall_expired";
        }

        said.RecalledAt = room.Length + 1;
        return room.Append(1);
    }

    public string? Edit(RoomCommand.Edit edit, long time)
    {
        if (FindSaid(edit.Target) is not { } said)
        {
            return "not_found";
        }

        if (said.By != edit.By)
        {
            return "forbidden";
        }

        if (said.RecalledAt > 0)
        {
            return "not_found";
        }

        if (edit.Version == said.Version - 1 && edit.Content == said.Content)
        {
            return $"repeated {said.VersionSeq}";
        }

        if (edit.Version != said.Version)
        {
            return "conflict";
        }

        if (people.MayNotSpeak(edit.By, time) is { } reason)
        {
            return reason;
        }

        if (time > said.Time + options.EditWindow.TotalMilliseconds)
        {
            return "forbidden";
        }

        said.Version++;
        said.VersionSeq = room.Length + 1;
        said.Content = edit.Content;
        return room.Append(1);
    }

    public string? React(RoomCommand.React react, long time)
    {
        if (FindSaid(react.Target) is not { RecalledAt: 0 })
        {
            return "not_found";
        }

        var last = _reactions.FindLast(set => set.Target == react.Target && set.By == react.By && set.Emoji == react.Emoji);
        if (last.On == react.On)
        {
            return $"repeated {(last.Seq > 0 ? last.Seq : react.Target)}";
        }

        if (react.On && people.MayNotSpeak(react.By, time) is { } reason)
        {
            return reason;
        }

        _reactions.Add((react.Target, react.By, react.Emoji, react.On, room.Length + 1));
        return room.Append(1);
    }

    private string? MustWait(UserId user, long time)
    {
        var last = _said.Where(said => said.By == user).GroupBy(said => said.Time).MaxBy(together => together.Key);
        return people.Rank(user) == 1 && last?.Key + (last?.Count() * room.Settings.SlowModeMs) > time ? "rate_limited" : null;
    }

    private Said? FindSaid(long seq) => _said.Find(said => said.Seq == seq);

    private Said? FindSaid(UserId by, ClientMessageId key) => _said.Find(said => said.By == by && said.Key == key);

    private void Say(UserId by, ClientMessageId key, MessageContent content, string body, long time) =>
        _said.Add(new Said(room.Length + 1, time, by, key, body) { Content = content, VersionSeq = room.Length + 1 });

    private static string BodyOf(MessageContent content, long? replyTo, bool forAll, ForwardOrigin? origin) =>
        $"{System.Text.Encoding.UTF8.GetString(content.Json.Span)} {replyTo} {forAll} {origin}";

    private sealed record Said(long Seq, long Time, UserId By, ClientMessageId Key, string Body)
    {
        public required MessageContent Content { get; set; }

        public required long VersionSeq { get; set; }

        public int Version { get; set; } = 1;

        public long RecalledAt { get; set; }
    }
}
