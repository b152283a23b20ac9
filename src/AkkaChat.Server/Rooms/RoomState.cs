using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// The rules of a room. It stands after the last event decided, committed or not; if a commit fails the room throws it away
/// and starts again from the store. <see cref="Decide"/> changes nothing; <see cref="Apply"/> depends on nothing but state
/// and event.
/// </summary>
internal sealed class RoomState
{
    private readonly Dictionary<UserId, MemberFacts> _members = [];
    private readonly MessageWindow _messages = new();

    /// <summary>A room that nobody has made yet.</summary>
    public RoomState(RoomId room, RoomOptions options)
    {
        Room = room;
        Options = options;
    }

    /// <summary>A room as the store has it.</summary>
    public RoomState(RoomSnapshot snapshot, RoomOptions options)
        : this(snapshot.Room, options)
    {
        Kind = snapshot.Kind;
        JoinRule = snapshot.JoinRule;
        LastSeq = snapshot.LastSeq;
        LastTime = snapshot.LastTime;
        MessageCount = snapshot.MessageCount;
        foreach (var member in snapshot.Members)
        {
            _members.Add(member.User, member);
        }

        Committed(snapshot.LastSeq);
        foreach (var message in snapshot.Recent)
        {
            _messages.Put(message);
        }
    }

    /// <summary>Which room.</summary>
    public RoomId Room { get; }

    /// <summary>Limits and times.</summary>
    public RoomOptions Options { get; }

    /// <summary>What sort of room.</summary>
    public RoomKind Kind { get; private set; }

    /// <summary>How people come in.</summary>
    public JoinRule JoinRule { get; private set; }

    /// <summary>The newest event's place; 0 while the room does not exist.</summary>
    public long LastSeq { get; private set; }

    /// <summary>The newest event's time; no event gets an earlier one.</summary>
    public long LastTime { get; private set; }

    /// <summary>How many messages were ever posted.</summary>
    public long MessageCount { get; private set; }

    /// <summary>Everybody who is in.</summary>
    public IReadOnlyDictionary<UserId, MemberFacts> Members => _members;

    /// <summary>True once somebody made it.</summary>
    public bool Exists => LastSeq > 0;

    /// <summary>True if that user is in.</summary>
    public bool HasMember(UserId user) => _members.ContainsKey(user);

    /// <summary>What is to be done about <paramref name="command"/>.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The clock, in milliseconds since 1970 UTC.</param>
    public Decision Decide(RoomCommand command, long now) => command switch
    {
        RoomCommand.Create create => MembershipRules.Create(this, create, After(now)),
        RoomCommand.OpenDirect open => MembershipRules.OpenDirect(this, open, After(now)),
        _ when !Exists => Decision.Refuse(ErrorCode.NotFound),
        RoomCommand.Join join => MembershipRules.Join(this, join, After(now)),
        _ when !HasMember(command.By) => Decision.Refuse(ErrorCode.NotMember),
        RoomCommand.Post post => Post(post, After(now)),
        RoomCommand.Recall recall => Find(recall.Target, out var message)
            ?? MessageRules.Recall(this, recall, message!, After(now)),
        RoomCommand.Edit edit => Find(edit.Target, out var message)
            ?? MessageRules.Edit(this, edit, message!, After(now)),
        RoomCommand.Leave leave => MembershipRules.Leave(this, leave, After(now)),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "unknown room command"),
    };

    /// <summary>The state after <paramref name="decided"/>.</summary>
    public void Apply(EncodedEvent decided)
    {
        var stored = decided.Event;
        LastSeq = stored.Seq;
        LastTime = stored.Time;
        switch (stored)
        {
            case RoomEvent.MessagePosted posted:
                MessageCount = posted.MessageNo;
                _messages.Put(decided.PostedFacts);
                break;
            case RoomEvent.MessageRecalled recalled when _messages.TryFind(recalled.Target, out var message):
                _messages.Put(message with { RecallSeq = recalled.Seq });
                break;
            case RoomEvent.MessageEdited edited when _messages.TryFind(edited.Target, out var message):
                _messages.Put(message with
                {
                    Version = edited.Version,
                    VersionSeq = edited.Seq,
                    VersionHash = ContentHash.Of(edited.Content.Json.Span),
                });
                break;
            case RoomEvent.MemberChanged { IsIn: true } member:
                _members[member.User] = new MemberFacts(member.User, member.Role, member.Seq, MutedUntil: null);
                break;
            case RoomEvent.MemberChanged { Change: MemberChange.Role } member:
                _members[member.User] = _members[member.User] with { Role = member.Role };
                break;
            case RoomEvent.MemberChanged { IsOut: true } member:
                _members.Remove(member.User);
                break;
            case RoomEvent.RoomCreated created:
                Kind = created.RoomKind;
                JoinRule = created.JoinRule;
                break;
        }
    }

    /// <summary>All up to <paramref name="seq"/> is on disk: what is old need not be known by heart any longer.</summary>
    public void Committed(long seq) => _messages.Committed(seq);

    /// <summary>Takes in a message that was looked up in the store.</summary>
    public void Learn(MessageFacts message) => _messages.Put(message);

    private long After(long now) => Math.Max(now, LastTime);

    private Decision Post(RoomCommand.Post post, long time)
    {
        var message = new RoomEvent.MessagePosted(
            LastSeq + 1, time, post.By, post.Id, post.Key, post.Content, post.Mentions, post.ReplyTo, MessageCount + 1);
        if (_messages.TryFind(post.By, post.Key, out var known))
        {
            return MessageRules.Repeat(message, known);
        }

        if (IsMuted(post.By, time))
        {
            return Decision.Refuse(ErrorCode.Muted);
        }

        return post.ReplyTo > LastSeq ? Decision.Refuse(ErrorCode.NotFound) : Decision.Accept(message);
    }

    // The message, or what is to be done since it is not here.
    private Decision? Find(long target, out MessageFacts? message)
    {
        message = null;
        if (target < 1 || target > LastSeq)
        {
            return Decision.Refuse(ErrorCode.NotFound);
        }

        return _messages.TryFind(target, out message) ? null : new Decision.NeedsMessage(target);
    }

    /// <summary>True if that member may not speak at that time.</summary>
    public bool IsMuted(UserId user, long now) => _members[user].MutedUntil > now;
}
