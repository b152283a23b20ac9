using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;

namespace AkkaChat.Tests.Rooms;

/// <summary>Who is in a plain room, and who may do what to whom.</summary>
internal sealed class ModelPeople(RoomOptions options, ModelFacts room)
{
    private readonly List<Person> _members = []; // in the order in which they came
    private readonly HashSet<UserId> _banned = [];
    private readonly HashSet<UserId> _asking = [];
    private readonly HashSet<UserId> _blockers = [];
    private readonly Dictionary<UserId, long> _mutes = [];

    public string? Join(RoomCommand.Join join)
    {
        if (Find(join.By) is not null)
        {
            return room.Nothing();
        }

        if (_banned.Contains(join.By))
        {
            return "banned";
        }

        switch (room.Settings.JoinRule)
        {
            case JoinRule.Invite:
                return "forbidden";
            case JoinRule.Approve when _asking.Contains(join.By):
                return room.Nothing();
            case JoinRule.Approve when _asking.Count >= options.MaxJoinRequests:
                return "room_full";
            case JoinRule.Approve:
                _asking.Add(join.By);
                return room.Append(1);
        }

        if (_members.Count >= options.MaxMembers)
        {
            return "room_full";
        }

        ComeIn(join.By);
        return room.Append(1);
    }

    public string? Leave(RoomCommand.Leave leave)
    {
        var rank = Rank(leave.By);
        GoOut(leave.By);
        if (rank < 3 || _members.Count == 0)
        {
            return room.Append(1);
        }

        _members.MaxBy(member => member.Rank)!.Rank = 3; // the first of equals
        return room.Append(2);
    }

    public string? Invite(RoomCommand.Invite invite)
    {
        var byMembers = room.Kind == RoomKind.Group && room.Settings.JoinRule != JoinRule.Approve;
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
        return coming.Count > 0 ? room.Append(coming.Count) : room.Nothing();
    }

    public string? Accept(RoomCommand.Accept accept)
    {
        if (Find(accept.User) is not null)
        {
            return room.Nothing();
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
        return room.Append(1);
    }

    public string? SetRole(RoomCommand.SetRole set)
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
            return room.Nothing();
        }

        target.Rank = (int)set.Role;
        if (target.Rank < 3)
        {
            return room.Append(1);
        }

        Find(set.By)!.Rank = 2;
        return room.Append(2);
    }

    public string? Remove(RoomCommand.Remove remove)
    {
        if (MayNotActOn(remove.By, remove.User) is { } reason)
        {
            return reason;
        }

        GoOut(remove.User);
        return room.Append(1);
    }

    public string? Mute(RoomCommand.Mute mute, long time)
    {
        if (MayNotActOn(mute.By, mute.User) is { } reason)
        {
            return reason;
        }

        var isMuted = _mutes.GetValueOrDefault(mute.User) > time;
        if (mute.For == TimeSpan.Zero && !isMuted)
        {
            return room.Nothing();
        }

        if (!isMuted && _mutes.Values.Count(until => until > time) >= options.MaxMutes)
        {
            return "too_large";
        }

        _mutes[mute.User] = mute.For == TimeSpan.Zero ? 0 : time + (long)mute.For.TotalMilliseconds;
        return room.Append(1);
    }

    public string? Ban(RoomCommand.Ban ban)
    {
        if (Rank(ban.By) <= Rank(ban.User))
        {
            return "forbidden";
        }

        if (_banned.Contains(ban.User))
        {
            return room.Nothing();
        }

        if (_banned.Count >= options.MaxBans)
        {
            return "too_large";
        }

        GoOut(ban.User);
        _asking.Remove(ban.User);
        _banned.Add(ban.User);
        return room.Append(1);
    }

    public string? Block(RoomCommand.Block block)
    {
        if (room.Kind is not null && !room.IsDirect)
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

    public string? Unban(RoomCommand.Unban unban) => _banned.Remove(unban.User) ? room.Append(1) : room.Nothing();

    public string? Refuse(RoomCommand.Refuse refuse) => _asking.Remove(refuse.User) ? room.Append(1) : "not_found";

    /// <summary>Why that user may not speak; null if they may.</summary>
    public string? MayNotSpeak(UserId user, long time)
    {
        if (room.IsDirect && _blockers.Any(by => by != user))
        {
            return "blocked";
        }

        var isMuted = _mutes.GetValueOrDefault(user) > time && Rank(user) < 3;
        return isMuted || (room.Settings.MuteAll == true && Rank(user) < 2) ? "muted" : null;
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

    public bool IsBanned(UserId user) => _banned.Contains(user);

    /// <summary>1 a member, 2 an admin, 3 the owner; 0 for who is not in.</summary>
    public int Rank(UserId user) => Find(user)?.Rank ?? 0;

    /// <summary>Somebody comes in, as the newest.</summary>
    public void ComeIn(UserId user, int rank = 1)
    {
        GoOut(user);
        _asking.Remove(user);
        _members.Add(new Person { User = user, Rank = rank });
    }

    private Person? Find(UserId user) => _members.Find(member => member.User == user);

    private void GoOut(UserId user) => _members.RemoveAll(member => member.User == user);

    private sealed class Person
    {
        public required UserId User { get; init; }

        /// <summary>1 a member, 2 an admin, 3 the owner.</summary>
        public int Rank { get; set; }
    }
}
