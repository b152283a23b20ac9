using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;

namespace AkkaChat.Tests.Rooms;

/// <summary>
/// The rules of a room once more, as plainly as they can be said: lists, and a search for every question. It knows no
/// broadcast rooms.
/// </summary>
internal sealed class RoomModel
{
    private readonly RoomOptions _options;
    private readonly ModelFacts _room = new();
    private readonly ModelPeople _people;
    private readonly ModelMessages _messages;
    private bool _isOver;
    private long _time;

    public RoomModel(RoomOptions options)
    {
        _options = options;
        _people = new ModelPeople(options, _room);
        _messages = new ModelMessages(options, _room, _people);
    }

    public long Length => _room.Length;

    public string Do(RoomCommand command, long now)
    {
        var time = Math.Max(now, _time);
        var before = _room.Length;
        var refusal = command switch
        {
            RoomCommand.Create create => Create(create),
            RoomCommand.OpenDirect open => OpenDirect(open),
            RoomCommand.Block block => _people.Block(block),
            _ when _room.Kind is null || _isOver => "not_found",
            RoomCommand.Join join => _people.Join(join),
            _ when _people.Rank(command.By) == 0 => _people.IsBanned(command.By) ? "banned" : "not_member",
            RoomCommand.Post post => _messages.Post(post, time),
            RoomCommand.Forward forward => _messages.Forward(forward, time),
            RoomCommand.Recall recall => _messages.Recall(recall, time),
            RoomCommand.Edit edit => _messages.Edit(edit, time),
            RoomCommand.React react => _messages.React(react, time),
            _ when _room.IsDirect => "forbidden",
            RoomCommand.Leave leave => _people.Leave(leave),
            RoomCommand.Invite invite => _people.Invite(invite),
            RoomCommand.SetRole set => _people.SetRole(set),
            RoomCommand.Remove remove => _people.Remove(remove),
            RoomCommand.Mute mute => _people.Mute(mute, time),
            RoomCommand.Dissolve dissolve => Dissolve(dissolve),
            _ when _people.Rank(command.By) < 2 => "forbidden",
            RoomCommand.Ban ban => _people.Ban(ban),
            RoomCommand.Unban unban => _people.Unban(unban),
            RoomCommand.Accept accept => _people.Accept(accept),
            RoomCommand.Refuse refuse => _people.Refuse(refuse),
            RoomCommand.Update update => Update(update),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };
        if (_room.Length > before)
        {
            _time = time;
        }

        return refusal ?? $"accepted {before + 1} x{_room.Length - before}";
    }

    private string? Create(RoomCommand.Create create)
    {
        var guests = create.Members.Where(user => user != create.By).ToList();
        if (_room.Kind is not null)
        {
            return "already_exists";
        }

        if (guests.Count + 1 > _options.MaxMembers)
        {
            return "room_full";
        }

        Begin(create.Kind, create.Name, create.IsPublic ? JoinRule.Open : JoinRule.Invite, create.IsPublic);
        _people.ComeIn(create.By, rank: 3);
        guests.ForEach(user => _people.ComeIn(user));
        return _room.Append(2 + guests.Count);
    }

    private string? OpenDirect(RoomCommand.OpenDirect open)
    {
        if (_room.Kind is not null)
        {
            return _room.Nothing();
        }

        Begin(RoomKind.Direct, "", JoinRule.Invite, isPublic: false);
        _people.ComeIn(open.By);
        _people.ComeIn(open.Other);
        return _room.Append(3);
    }

    private void Begin(RoomKind kind, string name, JoinRule rule, bool isPublic)
    {
        _room.Kind = kind;
        _room.Settings = new RoomSettings
        {
            Name = name,
            Announcement = "",
            JoinRule = rule,
            IsPublic = isPublic,
            MuteAll = false,
            SlowModeMs = 0,
        };
    }

    private string? Dissolve(RoomCommand.Dissolve dissolve)
    {
        if (_people.Rank(dissolve.By) < 3)
        {
            return "forbidden";
        }

        _isOver = true;
        return _room.Append(1);
    }

    private string? Update(RoomCommand.Update update)
    {
        var wanted = update.Settings;
        var after = _room.Settings with
        {
            Name = wanted.Name ?? _room.Settings.Name,
            Announcement = wanted.Announcement ?? _room.Settings.Announcement,
            JoinRule = wanted.JoinRule ?? _room.Settings.JoinRule,
            MuteAll = wanted.MuteAll ?? _room.Settings.MuteAll,
            SlowModeMs = wanted.SlowModeMs ?? _room.Settings.SlowModeMs,
        };
        var events = (after.Name != _room.Settings.Name ? 1 : 0)
            + (after.Announcement != _room.Settings.Announcement ? 1 : 0)
            + (after with { Name = _room.Settings.Name, Announcement = _room.Settings.Announcement } != _room.Settings ? 1 : 0);
        _room.Settings = after;
        return events > 0 ? _room.Append(events) : _room.Nothing();
    }
}
