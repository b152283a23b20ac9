using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;

namespace AkkaChat.Tests.Rooms;

/// <summary>
/// The rules of a room once more, as plainly as they can be said: lists, and a search for every question. It knows no
/// broadcast rooms.
/// </summary>
internal sealed class RoomModel(RoomOptions options)
{
    private readonly List<Person> _members = []; // in the order in which they came
    private readonly List<Said> _said = [];
    private readonly List<(long Target, UserId By, string Emoji, bool On, long Seq)> _reactions = [];
    private readonly HashSet<UserId> _banned = [];
    private readonly HashSet<UserId> _asking = [];
    private readonly HashSet<UserId> _blockers = [];
    private readonly Dictionary<UserId, long> _mutes = [];
    private RoomSettings _settings = RoomSettings.None;
    private RoomKind? _kind;
    private bool _isOver;
    private long _time;

    public long Length { get; private set; }

    private bool IsDirect => _kind == RoomKind.Direct;

    public string Do(RoomCommand command, long now)
    {
        var time = Math.Max(now, _time);
        var before = Length;
        var refusal = command switch
        {
            RoomCommand.Create create => Create(create),
            RoomCommand.OpenDirect open => OpenDirect(open),
            RoomCommand.Block block => Block(block),
            _ when _kind is null || _isOver => "not_found",
            RoomCommand.Join join => Join(join),
            _ when Find(command.By) is null => _banned.Contains(command.By) ? "banned" : "not_member",
            RoomCommand.Post post => Post(post, time),
            RoomCommand.Forward forward => Forward(forward, time),
            RoomCommand.Recall recall => Recall(recall, time),
            RoomCommand.Edit edit => Edit(edit, time),
            RoomCommand.React react => React(react, time),
            _ when IsDirect => "forbidden",
            RoomCommand.Leave leave => Leave(leave),
            RoomCommand.Invite invite => Invite(invite),
            RoomCommand.SetRole set => SetRole(set),
            RoomCommand.Remove remove => Remove(remove),
            RoomCommand.Mute mute => Mute(mute, time),
            RoomCommand.Dissolve dissolve => Dissolve(dissolve),
            _ when Rank(command.By) < 2 => "forbidden",
            RoomCommand.Ban ban => Ban(ban),
            RoomCommand.Unban unban => _banned.Remove(unban.User) ? Append(1) : Nothing(),
            RoomCommand.Accept accept => Accept(accept),
            RoomCommand.Refuse refuse => _asking.Remove(refuse.User) ? Append(1) : "not_found",
            RoomCommand.Update update => Update(update),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };
        if (Length > before)
        {
            _time = time;
        }

        return refusal ?? $"accepted {before + 1} x{Length - before}";
    }

    private string? Create(RoomCommand.Create create)
    {
        var guests = create.Members.Where(user => user != create.By).ToList();
        if (_kind is not null)
        {
            return "already_exists";
        }

        if (guests.Count + 1 > options.MaxMembers)
        {
            return "room_full";
        }

        Begin(create.Kind, create.Name, create.IsPublic ? JoinRule.Open : JoinRule.Invite, create.IsPublic);
        ComeIn(create.By, rank: 3);
        guests.ForEach(user => ComeIn(user));
        return Append(2 + guests.Count);
    }

    private string? OpenDirect(RoomCommand.OpenDirect open)
    {
        if (_kind is not null)
        {
            return Nothing();
        }

        Begin(RoomKind.Direct, "", JoinRule.Invite, isPublic: false);
        ComeIn(open.By);
        ComeIn(open.Other);
        return Append(3);
    }

    private void Begin(RoomKind kind, string name, JoinRule rule, bool isPublic)
    {
        _kind = kind;
        _settings = new RoomSettings
        {
            Name = name,
            Announcement = "",
            JoinRule = rule,
            IsPublic = isPublic,
            MuteAll = false,
            SlowModeMs = 0,
        };
    }

    private string? Block(RoomCommand.Block block)
    {
        if (_kind is not null && !IsDirect)
        {
            return "forbidden";
        }

        _blockers.Remove(block.By);
        if (block.On)
        {
            _blockers.Add(block.By);
        }

        return "blocks";
    }

    private string? Join(RoomCommand.Join join)
    {
        if (Find(join.By) is not null)
        {
            return Nothing();
        }

        if (_banned.Contains(join.By))
        {
            return "banned";
        }

        switch (_settings.JoinRule)
        {
            case JoinRule.Invite:
                return "forbidden";
            case JoinRule.Approve when _asking.Contains(join.By):
                return Nothing();
            case JoinRule.Approve when _asking.Count >= options.MaxJoinRequests:
                return "room_full";
            case JoinRule.Approve:
                _asking.Add(join.By);
                return Append(1);
        }

        if (_members.Count >= options.MaxMembers)
        {
            return "room_full";
        }

        ComeIn(join.By);
        return Append(1);
    }

    private string? Post(RoomCommand.Post post, long time)
    {
        var forAll = post.Mentions.Contains(UserId.Everyone);
        if (FindSaid(post.By, post.Key) is { } known)
        {
            return known.Body == BodyOf(post.Content, post.ReplyTo, forAll, null) ? $"repeated {known.Seq}" : "conflict";
        }

        if (forAll && (IsDirect || Rank(post.By) < 2))
        {
            return "forbidden";
        }

        if ((MayNotSpeak(post.By, time) ?? MustWait(post.By, time)) is { } reason)
        {
            return reason;
        }

        if (post.ReplyTo > Length)
        {
            return "not_found";
        }

        Say(post.By, post.Key, post.Content, BodyOf(post.Content, post.ReplyTo, forAll, null), time);
        return Append(1);
    }

    private string? Forward(RoomCommand.Forward forward, long time)
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

        if ((MayNotSpeak(forward.By, time) ?? MustWait(forward.By, time)) is { } reason)
        {
            return reason;
        }

        foreach (var (key, content, body) in messages)
        {
            Say(forward.By, key, content, body, time);
            Append(1);
        }

        return null;
    }

    private string? Recall(RoomCommand.Recall recall, long time)
    {
        if (FindSaid(recall.Target) is not { } said)
        {
            return "not_found";
        }

        var moderates = !IsDirect && Rank(recall.By) >= 2;
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

        said.RecalledAt = Length + 1;
        return Append(1);
    }

    private string? Edit(RoomCommand.Edit edit, long time)
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

        if (MayNotSpeak(edit.By, time) is { } reason)
        {
            return reason;
        }

        if (time > said.Time + options.EditWindow.TotalMilliseconds)
        {
            return "forbidden";
        }

        said.Version++;
        said.VersionSeq = Length + 1;
        said.Content = edit.Content;
        return Append(1);
    }

    private string? React(RoomCommand.React react, long time)
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

        if (react.On && MayNotSpeak(react.By, time) is { } reason)
        {
            return reason;
        }

        _reactions.Add((react.Target, react.By, react.Emoji, react.On, Length + 1));
        return Append(1);
    }

    private string? Leave(RoomCommand.Leave leave)
    {
        var rank = Rank(leave.By);
        GoOut(leave.By);
        if (rank < 3 || _members.Count == 0)
        {
            return Append(1);
        }

        _members.MaxBy(member => member.Rank)!.Rank = 3; // the first of equals
        return Append(2);
    }

    private string? Invite(RoomCommand.Invite invite)
    {
        var byMembers = _kind == RoomKind.Group && _settings.JoinRule != JoinRule.Approve;
        if (Rank(invite.By) < 2 && !byMembers)
        {
            return "forbidden";
        }

        var coming = invite.Users.Where(user => Find(user) is null).ToList();
        if (coming.Exists(_banned.Contains))
        {
            return "banned";
        }

        if (_members.Count + coming.Count > options.MaxMembers)
        {
            return "room_full";
        }

        coming.ForEach(user => ComeIn(user));
        return coming.Count > 0 ? Append(coming.Count) : Nothing();
    }

    private string? SetRole(RoomCommand.SetRole set)
    {
        if (Rank(set.By) < 3 || set.User == set.By)
        {
            return "forbidden";
        }

        if (Find(set.User) is not { } target)
        {
            return "not_found";
        }

        if (target.Rank == (int)set.Role)
        {
            return Nothing();
        }

        target.Rank = (int)set.Role;
        if (target.Rank < 3)
        {
            return Append(1);
        }

        Find(set.By)!.Rank = 2;
        return Append(2);
    }

    private string? Remove(RoomCommand.Remove remove)
    {
        if (MayNotActOn(remove.By, remove.User) is { } reason)
        {
            return reason;
        }

        GoOut(remove.User);
        return Append(1);
    }

    private string? Mute(RoomCommand.Mute mute, long time)
    {
        if (MayNotActOn(mute.By, mute.User) is { } reason)
        {
            return reason;
        }

        if (mute.For == TimeSpan.Zero && _mutes.GetValueOrDefault(mute.User) <= time)
        {
            return Nothing();
        }

        _mutes[mute.User] = mute.For == TimeSpan.Zero ? 0 : time + (long)mute.For.TotalMilliseconds;
        return Append(1);
    }

    private string? Dissolve(RoomCommand.Dissolve dissolve)
    {
        if (Rank(dissolve.By) < 3)
        {
            return "forbidden";
        }

        _isOver = true;
        return Append(1);
    }

    private string? Ban(RoomCommand.Ban ban)
    {
        if (Rank(ban.By) <= Rank(ban.User))
        {
            return "forbidden";
        }

        if (_banned.Contains(ban.User))
        {
            return Nothing();
        }

        if (_banned.Count >= options.MaxBans)
        {
            return "too_large";
        }

        GoOut(ban.User);
        _asking.Remove(ban.User);
        _banned.Add(ban.User);
        return Append(1);
    }

    private string? Accept(RoomCommand.Accept accept)
    {
        if (Find(accept.User) is not null)
        {
            return Nothing();
        }

        if (!_asking.Contains(accept.User))
        {
            return "not_found";
        }

        if (_members.Count >= options.MaxMembers)
        {
            return "room_full";
        }

        ComeIn(accept.User);
        return Append(1);
    }

    private string? Update(RoomCommand.Update update)
    {
        var wanted = update.Settings;
        var after = _settings with
        {
            Name = wanted.Name ?? _settings.Name,
            Announcement = wanted.Announcement ?? _settings.Announcement,
            JoinRule = wanted.JoinRule ?? _settings.JoinRule,
            MuteAll = wanted.MuteAll ?? _settings.MuteAll,
            SlowModeMs = wanted.SlowModeMs ?? _settings.SlowModeMs,
        };
        var events = (after.Name != _settings.Name ? 1 : 0)
            + (after.Announcement != _settings.Announcement ? 1 : 0)
            + (after with { Name = _settings.Name, Announcement = _settings.Announcement } != _settings ? 1 : 0);
        _settings = after;
        return events > 0 ? Append(events) : Nothing();
    }

    private string? MayNotSpeak(UserId user, long time)
    {
        if (IsDirect && _blockers.Any(by => by != user))
        {
            return "blocked";
        }

        var isMuted = _mutes.GetValueOrDefault(user) > time && Rank(user) < 3;
        return isMuted || (_settings.MuteAll == true && Rank(user) < 2) ? "muted" : null;
    }

    private string? MustWait(UserId user, long time)
    {
        var last = _said.Where(said => said.By == user).GroupBy(said => said.Time).MaxBy(together => together.Key);
        return Rank(user) == 1 && last?.Key + (last?.Count() * _settings.SlowModeMs) > time ? "rate_limited" : null;
    }

    private string? MayNotActOn(UserId by, UserId user)
    {
        if (Rank(by) < 2 || by == user)
        {
            return "forbidden";
        }

        if (Find(user) is null)
        {
            return "not_found";
        }

        return Rank(by) > Rank(user) ? null : "forbidden";
    }

    private Person? Find(UserId user) => _members.Find(member => member.User == user);

    private int Rank(UserId user) => Find(user)?.Rank ?? 0;

    private void ComeIn(UserId user, int rank = 1)
    {
        GoOut(user);
        _asking.Remove(user);
        _members.Add(new Person { User = user, Rank = rank });
    }

    private void GoOut(UserId user) => _members.RemoveAll(member => member.User == user);

    private Said? FindSaid(long seq) => _said.Find(said => said.Seq == seq);

    private Said? FindSaid(UserId by, ClientMessageId key) => _said.Find(said => said.By == by && said.Key == key);

    private void Say(UserId by, ClientMessageId key, MessageContent content, string body, long time) =>
        _said.Add(new Said(Length + 1, time, by, key, body) { Content = content, VersionSeq = Length + 1 });

    private static string BodyOf(MessageContent content, long? replyTo, bool forAll, ForwardOrigin? origin) =>
        $"{System.Text.Encoding.UTF8.GetString(content.Json.Span)} {replyTo} {forAll} {origin}";

    private string Nothing() => $"repeated {Length}";

    private string? Append(int events)
    {
        Length += events;
        return null;
    }

    private sealed class Person
    {
        public required UserId User { get; init; }

        /// <summary>1 a member, 2 an admin, 3 the owner.</summary>
        public int Rank { get; set; }
    }

    private sealed record Said(long Seq, long Time, UserId By, ClientMessageId Key, string Body)
    {
        public required MessageContent Content { get; set; }

        public required long VersionSeq { get; set; }

        public int Version { get; set; } = 1;

        public long RecalledAt { get; set; }
    }
}
