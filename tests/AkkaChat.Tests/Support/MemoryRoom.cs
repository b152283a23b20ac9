using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Tests.Support;

/// <summary>What follows from a log and from who follows the room without an event, in memory.</summary>
internal sealed class MemoryRoom
{
    private readonly Dictionary<UserId, (MemberFacts Facts, long JoinedAt)> _members = [];
    private readonly SortedDictionary<string, long> _bans = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _requests = new(StringComparer.Ordinal);
    private readonly Dictionary<UserId, long> _mutes = [];
    private readonly Dictionary<(long Target, UserId User, string Emoji), (bool IsOn, long Seq)> _reactions = [];
    private readonly Dictionary<long, MessageFacts> _messages = [];
    private readonly Dictionary<long, IReadOnlyList<UserId>> _mentions = [];

    /// <summary>Goes through a log.</summary>
    /// <param name="events">The log.</param>
    /// <param name="follows">Who came or went without an event, each behind the event of that <c>seq</c>.</param>
    public MemoryRoom(IEnumerable<EncodedEvent> events, ILookup<long, StoreWrite.Follow> follows)
    {
        foreach (var stored in events)
        {
            Apply(stored);
            foreach (var follow in follows[stored.Event.Seq])
            {
                Apply(follow, stored.Event.Seq);
            }
        }
    }

    public RoomKind Kind { get; private set; }

    public RoomSettings Settings { get; private set; } = RoomSettings.None;

    public bool IsDissolved { get; private set; }

    public IReadOnlyList<MemberFacts> Members => [.. _members.Values.Select(member => member.Facts)];

    /// <summary>By user id.</summary>
    public IEnumerable<(UserId User, long Since)> Bans => Listed(_bans);

    /// <summary>By user id.</summary>
    public IEnumerable<(UserId User, long Since)> Requests => Listed(_requests);

    public IReadOnlyDictionary<UserId, long> Mutes => _mutes;

    public IReadOnlyList<MessageFacts> Messages => [.. _messages.Values];

    public long? JoinedAt(UserId user) => _members.TryGetValue(user, out var member) ? member.JoinedAt : null;

    public ReactionFacts Reaction(long target, UserId user, string emoji)
    {
        var kinds = _reactions.Keys
            .Where(key => key.Target == target && key.Emoji != emoji && _reactions[key].IsOn)
            .Select(key => key.Emoji);
        return _reactions.TryGetValue((target, user, emoji), out var found)
            ? new ReactionFacts(found.IsOn, found.Seq, kinds.Distinct().Count())
            : new ReactionFacts(false, null, kinds.Distinct().Count());
    }

    /// <summary>How many messages behind <paramref name="seq"/> mention the user or everybody.</summary>
    public int Mentions(UserId user, long seq) => _mentions.Count(message =>
        message.Key > seq && (message.Value.Contains(user) || message.Value.Contains(UserId.Everyone)));

    private static IEnumerable<(UserId User, long Since)> Listed(SortedDictionary<string, long> people) =>
        people.Select(person => (UserId.Parse(person.Key), person.Value));

    private void Apply(EncodedEvent stored)
    {
        switch (stored.Event)
        {
            case RoomEvent.RoomCreated created:
                Kind = created.RoomKind;
                Settings = new RoomSettings
                {
                    Name = created.Name,
                    Announcement = "",
                    Avatar = "",
                    JoinRule = created.JoinRule,
                    IsPublic = created.IsPublic,
                    MuteAll = false,
                    SlowModeMs = 0,
                };
                break;
            case RoomEvent.RoomChanged changed:
                Apply(changed);
                break;
            case RoomEvent.MemberChanged change:
                Apply(change);
                break;
            case RoomEvent.MessagePosted posted:
                _messages.Add(posted.Seq, MessageFacts.Of(posted, stored.Body.Span));
                _mentions.Add(posted.Seq, posted.Mentions);
                break;
            case RoomEvent.MessageEdited edited:
                _messages[edited.Target] = _messages[edited.Target] with
                {
                    Version = edited.Version,
                    VersionSeq = edited.Seq,
                    VersionHash = ContentHash.Of(edited.Content.Json.Span),
                };
                break;
            case RoomEvent.MessageRecalled recalled:
                _messages[recalled.Target] = _messages[recalled.Target] with { RecallSeq = recalled.Seq };
                _mentions.Remove(recalled.Target);
                foreach (var key in _reactions.Keys.Where(key => key.Target == recalled.Target).ToList())
                {
                    _reactions.Remove(key);
                }

                break;
            case RoomEvent.ReactionSet reaction when _messages[reaction.Target].RecallSeq is null:
                _reactions[(reaction.Target, reaction.From, reaction.Emoji)] = (reaction.On, reaction.Seq);
                break;
        }
    }

    private void Apply(RoomEvent.RoomChanged changed)
    {
        var value = changed.Value;
        Settings = Settings with
        {
            Name = value.Name ?? Settings.Name,
            Announcement = value.Announcement ?? Settings.Announcement,
            Avatar = value.Avatar ?? Settings.Avatar,
            JoinRule = value.JoinRule ?? Settings.JoinRule,
            IsPublic = value.IsPublic ?? Settings.IsPublic,
            MuteAll = value.MuteAll ?? Settings.MuteAll,
            SlowModeMs = value.SlowModeMs ?? Settings.SlowModeMs,
        };
        if (changed.Change == RoomChange.Dissolved)
        {
            IsDissolved = true;
            _members.Clear();
            _bans.Clear();
            _requests.Clear();
            _mutes.Clear();
        }
    }

    private void Apply(RoomEvent.MemberChanged change)
    {
        if (change.IsIn)
        {
            _members.TryAdd(
                change.User, (new MemberFacts(change.User, change.Role, change.Seq, change.Until), change.Time));
        }
        else if (change.IsOut)
        {
            _members.Remove(change.User);
        }
        else if (_members.TryGetValue(change.User, out var member))
        {
            _members[change.User] = member with
            {
                Facts = change.Change switch
                {
                    MemberChange.Role => member.Facts with { Role = change.Role },
                    MemberChange.Muted => member.Facts with { MutedUntil = change.Until },
                    MemberChange.Unmuted => member.Facts with { MutedUntil = null },
                    _ => member.Facts,
                },
            };
        }

        ApplyAtDoor(change);
    }

    private void ApplyAtDoor(RoomEvent.MemberChanged change)
    {
        switch (change.Change)
        {
            case MemberChange.Requested:
                _requests.TryAdd(change.User.Value, change.Time);
                break;
            case MemberChange.Banned:
                _bans.TryAdd(change.User.Value, change.Time);
                _requests.Remove(change.User.Value);
                break;
            case MemberChange.Muted:
                _mutes[change.User] = change.Until!.Value;
                break;
            case MemberChange.Unmuted:
                _mutes.Remove(change.User);
                break;
            case MemberChange.Unbanned:
                _bans.Remove(change.User.Value);
                break;
            case MemberChange.Joined or MemberChange.Invited or MemberChange.Refused:
                _requests.Remove(change.User.Value);
                break;
        }
    }

    private void Apply(StoreWrite.Follow follow, long seq)
    {
        if (!follow.On)
        {
            _members.Remove(follow.User);
        }
        else
        {
            _members.TryAdd(
                follow.User, (new MemberFacts(follow.User, MemberRole.Member, seq, MutedUntil: null), follow.Time));
        }
    }
}
