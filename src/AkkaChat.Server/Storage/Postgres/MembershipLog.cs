using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>What follows from changes of memberships: who is in, who may not come in, who asks to.</summary>
internal sealed class MembershipLog(BatchState state)
{
    /// <summary>Applies one change.</summary>
    public void Apply(RoomTally room, RoomEvent.MemberChanged change)
    {
        var key = (room.Room, change.User);
        var member = state.Member(room.Room, change.User);
        switch (change.Change)
        {
            case MemberChange.Joined or MemberChange.Invited:
                room.MemberCount += member.ComeIn(change.Role, change.Time, change.Seq, room.MessageCount, change.Until);
                state.Requests.Remove(key);
                break;
            case MemberChange.Left or MemberChange.Removed:
                room.MemberCount -= member.GoOut();
                break;
            case MemberChange.Role:
                member.ChangeRole(change.Role);
                break;
            case MemberChange.Muted or MemberChange.Unmuted:
                Mute(key, member, change.Change == MemberChange.Muted ? change.Until : null);
                break;
            case MemberChange.Banned:
                room.MemberCount -= member.GoOut();
                state.Requests.Remove(key);
                state.Bans.Add(key, (change.From, change.Time));
                break;
            case MemberChange.Unbanned:
                state.Bans.Remove(key);
                break;
            case MemberChange.Requested:
                state.Requests.Add(key, change.Time);
                break;
            case MemberChange.Refused:
                state.Requests.Remove(key);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change, "unknown change");
        }
    }

    /// <summary>Nobody is in the room any more, and nobody waits at its door.</summary>
    public void Dissolve(RoomTally room)
    {
        foreach (var member in state.Members.Where(member => member.Room == room.Room))
        {
            member.GoOut();
        }

        state.Bans.Forget(key => key.Room == room.Room);
        state.Requests.Forget(key => key.Room == room.Room);
        state.Mutes.Forget(key => key.Room == room.Room);
        room.MemberCount = 0;
        room.IsDissolved = room.IsDissolvedNow = true;
    }

    /// <summary>Lets one into a broadcast room, or out of it.</summary>
    public StoreOutcome Follow(StoreWrite.Follow follow)
    {
        var room = state.Room(follow.Room);
        var member = state.Member(follow.Room, follow.User);
        if (room.Kind != RoomKind.Broadcast)
        {
            return StoreOutcome.Missing.Instance;
        }

        if (!follow.On)
        {
            var gone = member.GoOut();
            room.MemberCount -= gone;
            room.IsRecounted |= gone > 0;
        }
        else if (!member.IsIn)
        {
            // Whoever was banned meanwhile stays out, whatever the asker believed.
            if (room.IsDissolved || state.IsBanned(follow.Room, follow.User))
            {
                return StoreOutcome.Missing.Instance;
            }

            room.MemberCount += member.ComeIn(MemberRole.Member, follow.Time, room.LastSeq, room.MessageCount);
            room.IsRecounted = true;
        }

        return StoreOutcome.Committed.Instance;
    }

    /// <summary>
    /// One follows a broadcast room again, as it was. Who came in by the newest event is no follower; who did so before, and
    /// went without an event, came back as one.
    /// </summary>
    public void Replay(RoomTally room, KeptMember follower)
    {
        var member = state.Member(room.Room, follower.User);
        if (!member.IsIn || member.JoinedSeq != follower.JoinedSeq)
        {
            room.MemberCount -= member.GoOut();
            room.MemberCount += member.ComeIn(MemberRole.Member, follower.JoinedAt, room.LastSeq, room.MessageCount);
        }
    }

    /// <summary>Changes a member's own view.</summary>
    public StoreOutcome Set(StoreWrite.SetView view)
    {
        var member = state.Member(view.Room, view.User);
        if (!member.IsIn)
        {
            return StoreOutcome.Missing.Instance;
        }

        member.Show(view.Pinned, view.Silenced);
        return StoreOutcome.Committed.Instance;
    }

    private void Mute((RoomId Room, UserId User) key, MemberState member, long? until)
    {
        member.Mute(until);
        state.Mutes.Remove(key);
        if (until is { } end)
        {
            state.Mutes.Add(key, end);
        }
    }
}
