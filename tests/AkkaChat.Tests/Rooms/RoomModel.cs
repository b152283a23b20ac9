using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;

namespace AkkaChat.Tests.Rooms;

/// <summary>The rules of a room once more, as plainly as they can be said: lists, and a search for every question.</summary>
internal sealed class RoomModel(RoomOptions options)
{
    private readonly List<(UserId User, bool Owns)> _members = []; // in the order in which they came
    private readonly List<Said> _said = [];
    private RoomCommand? _made;
    private long _time;

    public long Length { get; private set; }

    public string Do(RoomCommand command, long now)
    {
        var time = Math.Max(now, _time);
        var before = Length;
        var refusal = command switch
        {
            RoomCommand.Create create => Create(create),
            RoomCommand.OpenDirect open => OpenDirect(open),
            _ when _made is null => "not_found",
            RoomCommand.Join join => Join(join),
            _ when !IsIn(command.By) => "not_member",
            RoomCommand.Post post => Post(post, time),
            RoomCommand.Recall recall => Recall(recall, time),
            RoomCommand.Edit edit => Edit(edit, time),
            RoomCommand.Leave leave => Leave(leave),
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
        if (_made is not null)
        {
            return "already_exists";
        }

        if (guests.Count + 1 > options.MaxMembers)
        {
            return "room_full";
        }

        _made = create;
        _members.Add((create.By, true));
        _members.AddRange(guests.Select(user => (user, false)));
        return Append(2 + guests.Count);
    }

    private string? OpenDirect(RoomCommand.OpenDirect open)
    {
        if (_made is not null)
        {
            return $"repeated {Length}";
        }

        _made = open;
        _members.Add((open.By, false));
        if (open.By != open.Other)
        {
            _members.Add((open.Other, false));
        }

        return Append(3);
    }

    private string? Join(RoomCommand.Join join)
    {
        if (IsIn(join.By))
        {
            return $"repeated {Length}";
        }

        if (_made is RoomCommand.OpenDirect)
        {
            return "forbidden";
        }

        if (_members.Count >= options.MaxMembers)
        {
            return "room_full";
        }

        _members.Add((join.By, false));
        return Append(1);
    }

    private string? Post(RoomCommand.Post post, long time)
    {
        if (_said.Find(said => said.First.By == post.By && said.First.Key == post.Key) is { } known)
        {
            var same = known.First.Content == post.Content && known.First.ReplyTo == post.ReplyTo;
            return same ? $"repeated {known.Seq}" : "conflict";
        }

        if (post.ReplyTo > Length)
        {
            return "not_found";
        }

        _said.Add(new Said(Length + 1, time, post) { Content = post.Content, VersionSeq = Length + 1 });
        return Append(1);
    }

    private string? Recall(RoomCommand.Recall recall, long time)
    {
        if (_said.Find(said => said.Seq == recall.Target) is not { } said)
        {
            return "not_found";
        }

        var owns = _members.Exists(member => member.User == recall.By && member.Owns);
        if (said.First.By != recall.By && !owns)
        {
            return "forbidden";
        }

        if (said.RecalledAt > 0)
        {
            return $"repeated {said.RecalledAt}";
        }

        if (!owns && time > said.Time + options.RecallWindow.TotalMilliseconds)
        {
            return "recall_expired";
        }

        said.RecalledAt = Length + 1;
        return Append(1);
    }

    private string? Edit(RoomCommand.Edit edit, long time)
    {
        if (_said.Find(said => said.Seq == edit.Target) is not { RecalledAt: var recalledAt } said)
        {
            return "not_found";
        }

        if (said.First.By != edit.By)
        {
            return "forbidden";
        }

        if (recalledAt > 0)
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

        if (time > said.Time + options.EditWindow.TotalMilliseconds)
        {
            return "forbidden";
        }

        said.Version++;
        said.VersionSeq = Length + 1;
        said.Content = edit.Content;
        return Append(1);
    }

    private string? Leave(RoomCommand.Leave leave)
    {
        if (_made is RoomCommand.OpenDirect)
        {
            return "forbidden";
        }

        var owned = _members.Exists(member => member.User == leave.By && member.Owns);
        _members.RemoveAll(member => member.User == leave.By);
        if (!owned || _members.Count == 0)
        {
            return Append(1);
        }

        _members[0] = (_members[0].User, true);
        return Append(2);
    }

    private bool IsIn(UserId user) => _members.Exists(member => member.User == user);

    private string? Append(int events)
    {
        Length += events;
        return null;
    }

    private sealed record Said(long Seq, long Time, RoomCommand.Post First)
    {
        public required MessageContent Content { get; set; }

        public required long VersionSeq { get; set; }

        public int Version { get; set; } = 1;

        public long RecalledAt { get; set; }
    }
}
