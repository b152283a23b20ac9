using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// Who is in a room and who must not be. Of a broadcast room, which may have very many, it knows those with a role or a mute,
/// and of the others whom it was asked about lately.
/// </summary>
internal sealed class MemberBook
{
    /// <summary>Most followers of a broadcast room that are known by heart.</summary>
    public const int MostFollowers = 10_000;

    private readonly Dictionary<UserId, MemberFacts> _members = [];
    private readonly HashSet<UserId> _bans = [];
    private readonly HashSet<UserId> _requests = [];
    private readonly Dictionary<UserId, long> _mutes = []; // of those who are out
    private readonly HashSet<UserId> _blockers = [];
    private readonly Dictionary<UserId, bool> _followers = [];

    /// <summary>Nobody.</summary>
    public MemberBook()
    {
    }

    /// <summary>As the store has it.</summary>
    public MemberBook(RoomSnapshot snapshot)
    {
        _members = snapshot.Members.ToDictionary(member => member.User);
        _bans = [.. snapshot.Bans];
        _requests = [.. snapshot.Requests];
        _blockers = [.. snapshot.Blockers];
        _mutes = snapshot.Mutes.Where(mute => !_members.ContainsKey(mute.Key)).ToDictionary();
        KnowsBlocks = true;
    }

    /// <summary>Everybody; in a broadcast room those with a role or a mute.</summary>
    public IReadOnlyDictionary<UserId, MemberFacts> Members => _members;

    /// <summary>Whose the room is; null for nobody's.</summary>
    public UserId? Owner => _members.Values.FirstOrDefault(member => member.Role == MemberRole.Owner)?.User;

    /// <summary>True if it is known who has blocked whom; of a direct room that nobody has opened yet it is not.</summary>
    public bool KnowsBlocks { get; private set; }

    /// <summary>How many may not come in.</summary>
    public int BanCount => _bans.Count;

    /// <summary>How many ask to come in.</summary>
    public int RequestCount => _requests.Count;

    /// <summary>The role of that user; null if they are not in, as far as it is known.</summary>
    public MemberRole? RoleOf(UserId user)
    {
        if (_members.TryGetValue(user, out var member))
        {
            return member.Role;
        }

        return _followers.GetValueOrDefault(user) ? MemberRole.Member : null;
    }

    /// <summary>True if it is known whether that user is in.</summary>
    public bool Knows(UserId user) => _members.ContainsKey(user) || _followers.ContainsKey(user);

    /// <summary>True if that user may not come in.</summary>
    public bool IsBanned(UserId user) => _bans.Contains(user);

    /// <summary>True if that user asks to come in.</summary>
    public bool HasAsked(UserId user) => _requests.Contains(user);

    /// <summary>True if that user has blocked the other one of a direct room.</summary>
    public bool HasBlocked(UserId user) => _blockers.Contains(user);

    /// <summary>True if somebody but <paramref name="user"/> has blocked them, which matters where there are two.</summary>
    public bool IsBlocked(UserId user) => _blockers.Count > (_blockers.Contains(user) ? 1 : 0);

    /// <summary>Until when that user may not speak, in the room or once they come back; null if they may.</summary>
    public long? MutedUntil(UserId user)
    {
        if (_members.TryGetValue(user, out var member))
        {
            return member.MutedUntil;
        }

        return _mutes.TryGetValue(user, out var until) ? until : null;
    }

    /// <summary>How many may not speak then, in the room or out of it.</summary>
    public int MuteCount(long time) =>
        _mutes.Values.Count(until => until > time) + _members.Values.Count(member => member.MutedUntil > time);

    /// <summary>Who owns a room next: the highest role, among equals the one who has been in longest; null for nobody.</summary>
    /// <param name="owner">Whose it was.</param>
    /// <param name="least">The least role of an heir.</param>
    public UserId? HeirOf(UserId owner, MemberRole least) => _members.Values
        .Where(member => member.User != owner && member.Role >= least)
        .OrderByDescending(member => member.Role)
        .ThenBy(member => member.JoinedSeq)
        .FirstOrDefault()?.User;

    /// <summary>Takes in whether somebody is in a broadcast room, which was looked up; what is known already is newer.</summary>
    public void LearnFollower(UserId user, bool isIn)
    {
        if (!Knows(user))
        {
            SetFollower(user, isIn);
        }
    }

    /// <summary>It is not known any more whether that user is in a broadcast room.</summary>
    public void ForgetFollower(UserId user) => _followers.Remove(user);

    /// <summary>Takes note that somebody is in a broadcast room, or is not.</summary>
    public void SetFollower(UserId user, bool isIn)
    {
        if (!isIn)
        {
            _members.Remove(user);
        }

        if (_followers.Count >= MostFollowers && !_followers.ContainsKey(user))
        {
            _followers.Clear(); // whoever is asked about again is looked up again
        }

        _followers[user] = isIn;
    }

    /// <summary>Takes in who of the two of a direct room has blocked the other, which was looked up.</summary>
    public void LearnBlocks(IEnumerable<UserId> blockers)
    {
        KnowsBlocks = true;
        _blockers.UnionWith(blockers);
    }

    /// <summary>Takes note that one of a direct room has blocked the other, or has no longer.</summary>
    public void SetBlock(UserId by, bool on)
    {
        if (on)
        {
            _blockers.Add(by);
        }
        else
        {
            _blockers.Remove(by);
        }
    }

    /// <summary>After that event.</summary>
    public void Apply(RoomEvent.MemberChanged changed, RoomKind kind)
    {
        var user = changed.User;
        switch (changed.Change)
        {
            case MemberChange.Joined or MemberChange.Invited:
                _requests.Remove(user);
                _mutes.Remove(user);
                _members[user] = new MemberFacts(user, changed.Role, changed.Seq, changed.Until);
                break;
            case MemberChange.Left or MemberChange.Removed:
                TakeOut(changed);
                break;
            case MemberChange.Banned:
                TakeOut(changed);
                _requests.Remove(user);
                _bans.Add(user);
                break;
            case MemberChange.Unbanned:
                _bans.Remove(user);
                break;
            case MemberChange.Role:
                _members[user] = FactsOf(changed) with { Role = changed.Role };
                break;
            case MemberChange.Muted or MemberChange.Unmuted:
                ForgetMutes(changed.Time);
                _members[user] = FactsOf(changed) with { MutedUntil = changed.Until };
                break;
            case MemberChange.Requested:
                _requests.Add(user);
                break;
            case MemberChange.Refused:
                _requests.Remove(user);
                break;
        }

        // They are one of very many.
        if (kind == RoomKind.Broadcast
            && _members.TryGetValue(user, out var member)
            && member is { Role: MemberRole.Member, MutedUntil: null })
        {
            _members.Remove(user);
            SetFollower(user, isIn: true);
        }
    }

    /// <summary>Nobody is in any more.</summary>
    public void Clear()
    {
        _members.Clear();
        _followers.Clear();
        _bans.Clear();
        _requests.Clear();
        _mutes.Clear();
    }

    // A follower of a broadcast room becomes known with the first thing that is done to them.
    private MemberFacts FactsOf(RoomEvent.MemberChanged changed) => _members.TryGetValue(changed.User, out var known)
        ? known
        : new MemberFacts(changed.User, changed.Role, changed.Seq, MutedUntil: null);

    private void TakeOut(RoomEvent.MemberChanged changed)
    {
        var user = changed.User;
        if (_members.Remove(user, out var member) && member.MutedUntil is { } until && until > changed.Time)
        {
            _mutes[user] = until;
        }

        if (_followers.ContainsKey(user))
        {
            _followers[user] = false;
        }
    }

    // Or those of people who never come back would add up.
    private void ForgetMutes(long time)
    {
        foreach (var (user, until) in _mutes)
        {
            if (until <= time)
            {
                _mutes.Remove(user);
            }
        }
    }
}
