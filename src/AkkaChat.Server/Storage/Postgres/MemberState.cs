using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>One membership while a batch is written.</summary>
/// <param name="room">Which room.</param>
/// <param name="user">Whose.</param>
internal sealed class MemberState(RoomId room, UserId user)
{
    /// <summary>Which room.</summary>
    public RoomId Room => room;

    /// <summary>Whose.</summary>
    public UserId User => user;

    /// <summary>True if the user is in, as things stand now.</summary>
    public bool IsIn { get; private set; }

    /// <summary>What they may do.</summary>
    public long Role { get; private set; }

    /// <summary>When they came in.</summary>
    public long JoinedAt { get; private set; }

    /// <summary>The event by which they came in.</summary>
    public long JoinedSeq { get; private set; }

    /// <summary>Their read mark.</summary>
    public long ReadSeq { get; private set; }

    /// <summary>How many messages there were at the mark; null: as the event there says.</summary>
    public long? ReadNo { get; private set; }

    /// <summary>Until when they may not speak; null if they may.</summary>
    public long? MutedUntil { get; private set; }

    /// <summary>True if the room is on top of their list.</summary>
    public bool IsPinned { get; private set; }

    /// <summary>True if the room does not disturb them.</summary>
    public bool IsSilenced { get; private set; }

    /// <summary>True if the row that was read must go.</summary>
    public bool IsRemoved { get; private set; }

    /// <summary>True if there must be a new row.</summary>
    public bool IsNew { get; private set; }

    /// <summary>True if the row that was read, or the new one, has other values now.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Takes over what was read.</summary>
    public void Loaded(long role, long readSeq, long? mutedUntil, bool isPinned, bool isSilenced)
    {
        IsIn = true;
        Role = role;
        ReadSeq = readSeq;
        MutedUntil = mutedUntil;
        IsPinned = isPinned;
        IsSilenced = isSilenced;
    }

    /// <summary>The user came in; the mark starts here, so that nothing said before counts as unread.</summary>
    /// <param name="role">What they may do.</param>
    /// <param name="time">When.</param>
    /// <param name="seq">The room's newest event then: the one by which they came in, if there is one.</param>
    /// <param name="messageCount">How many messages there were.</param>
    /// <param name="mutedUntil">Until when they may not speak; null if they may.</param>
    /// <returns>How many people that makes more.</returns>
    public int ComeIn(MemberRole role, long time, long seq, long messageCount, long? mutedUntil = null)
    {
        if (IsIn)
        {
            return 0;
        }

        IsIn = IsNew = true;
        Role = (long)role;
        JoinedAt = time;
        JoinedSeq = ReadSeq = seq;
        ReadNo = messageCount;
        MutedUntil = mutedUntil;
        IsPinned = IsSilenced = false;
        return 1;
    }

    /// <summary>The user is out.</summary>
    /// <returns>How many people that makes less.</returns>
    public int GoOut()
    {
        if (!IsIn)
        {
            return 0;
        }

        IsRemoved |= !IsNew;
        IsIn = IsNew = IsChanged = false;
        return 1;
    }

    /// <summary>Another role, if the user is in.</summary>
    public void ChangeRole(MemberRole role)
    {
        Role = (long)role;
        IsChanged = IsIn;
    }

    /// <summary>Another time until which the user may not speak, if they are in; null if they may.</summary>
    public void Mute(long? until)
    {
        MutedUntil = until;
        IsChanged = IsIn;
    }

    /// <summary>Another view of the room for a user who is in; null leaves as it is.</summary>
    public void Show(bool? pinned, bool? silenced)
    {
        IsPinned = pinned ?? IsPinned;
        IsSilenced = silenced ?? IsSilenced;
        IsChanged = true;
    }

    /// <summary>Moves the mark, forward only.</summary>
    /// <param name="seq">Up to where.</param>
    /// <param name="messageNo">How many messages there are up to there; null if the log must say.</param>
    public void Read(long seq, long? messageNo)
    {
        if (!IsIn || seq <= ReadSeq)
        {
            return;
        }

        ReadSeq = seq;
        ReadNo = messageNo;
        IsChanged = true;
    }
}
