using System.Collections.Immutable;
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
    private readonly RoomOptions _options;

    /// <summary>A room that nobody has made yet.</summary>
    public RoomState(RoomId room, RoomOptions options)
    {
        Room = room;
        _options = options;
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

        foreach (var message in snapshot.Recent)
        {
            _messages.Put(message);
        }
    }

    /// <summary>Which room.</summary>
    public RoomId Room { get; }

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

    /// <summary>How many are in.</summary>
    public int MemberCount => _members.Count;

    /// <summary>True once somebody made it.</summary>
    public bool Exists => LastSeq > 0;

    /// <summary>True if that user is in.</summary>
    public bool HasMember(UserId user) => _members.ContainsKey(user);

    /// <summary>What is to be done about <paramref name="command"/>.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The clock, in milliseconds since 1970 UTC.</param>
    public Decision Decide(RoomCommand command, long now) => command switch
    {
        RoomCommand.Create create => Create(create, After(now)),
        RoomCommand.OpenDirect open => OpenDirect(open, After(now)),
        _ when !Exists => Decision.Refuse(ErrorCode.NotFound),
        RoomCommand.Join join => Join(join, After(now)),
        _ when !HasMember(command.By) => Decision.Refuse(ErrorCode.NotMember),
        RoomCommand.Post post => Post(post, After(now)),
        RoomCommand.Recall recall => WithMessage(recall.Target, message => Recall(recall, message, After(now))),
        RoomCommand.Edit edit => WithMessage(edit.Target, message => Edit(edit, message, After(now))),
        RoomCommand.Leave leave => Leave(leave, After(now)),
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
                _messages.Put(FactsOf(posted, decided.Body));
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

    /// <summary>Takes in a message that was looked up in the store.</summary>
    public void Learn(MessageFacts message) => _messages.Put(message);

    private static MessageFacts FactsOf(RoomEvent.MessagePosted posted, ReadOnlyMemory<byte> body) => new(
        posted.Seq,
        posted.Id,
        posted.From,
        posted.Key,
        posted.Time,
        ContentHash.Of(body.Span),
        Version: 1,
        VersionSeq: posted.Seq,
        VersionHash: ContentHash.Of(posted.Content.Json.Span),
        RecallSeq: null);

    private static bool IsOver(long since, TimeSpan window, long now) => now - since > window.TotalMilliseconds;

    private long After(long now) => Math.Max(now, LastTime);

    private Decision Post(RoomCommand.Post post, long time)
    {
        var message = new RoomEvent.MessagePosted(
            LastSeq + 1, time, post.By, post.Id, post.Key, post.Content, post.Mentions, post.ReplyTo, MessageCount + 1);
        if (_messages.TryFind(post.By, post.Key, out var known))
        {
            return Repeat(message, known);
        }

        if (IsMuted(post.By, time))
        {
            return Decision.Refuse(ErrorCode.Muted);
        }

        return post.ReplyTo > LastSeq ? Decision.Refuse(ErrorCode.NotFound) : Decision.Accept(message);
    }

    /// <summary>What a message is whose key is in the log already: the same one again, or another one.</summary>
    public static Decision Repeat(RoomEvent.MessagePosted message, MessageFacts known) =>
        known.PostHash == ContentHash.Of(EventCodec.EncodeBody(message))
            ? new Decision.Repeated(known.Seq, known.Id, known.Time)
            : Decision.Refuse(ErrorCode.Conflict);

    private Decision WithMessage(long target, Func<MessageFacts, Decision> decide)
    {
        if (target < 1 || target > LastSeq)
        {
            return Decision.Refuse(ErrorCode.NotFound);
        }

        return _messages.TryFind(target, out var message) ? decide(message) : new Decision.NeedsMessage(target);
    }

    private Decision Recall(RoomCommand.Recall recall, MessageFacts message, long time)
    {
        var role = _members[recall.By].Role;
        var isAuthor = message.Author == recall.By;
        var authorRole = _members.TryGetValue(message.Author, out var author) ? author.Role : (MemberRole?)null;
        var moderates = role >= MemberRole.Admin && (isAuthor || authorRole is null || role > authorRole);
        if (!isAuthor && !moderates)
        {
            return Decision.Refuse(ErrorCode.Forbidden);
        }

        if (message.RecallSeq is { } first)
        {
            return new Decision.Repeated(first, Id: null, Time: null);
        }

        return !moderates && IsOver(message.Time, _options.RecallWindow, time)
            ? Decision.Refuse(ErrorCode.RecallExpired)
            : Decision.Accept(new RoomEvent.MessageRecalled(LastSeq + 1, time, recall.By, recall.Target, isAuthor));
    }

    private Decision Edit(RoomCommand.Edit edit, MessageFacts message, long time)
    {
        if (message.Author != edit.By)
        {
            return Decision.Refuse(ErrorCode.Forbidden);
        }

        if (message.RecallSeq is not null)
        {
            return Decision.Refuse(ErrorCode.NotFound);
        }

        if (edit.Version == message.Version - 1 && message.VersionHash == ContentHash.Of(edit.Content.Json.Span))
        {
            return new Decision.Repeated(message.VersionSeq, Id: null, Time: null);
        }

        if (edit.Version != message.Version)
        {
            return Decision.Refuse(ErrorCode.Conflict);
        }

        if (IsMuted(edit.By, time))
        {
            return Decision.Refuse(ErrorCode.Muted);
        }

        return IsOver(message.Time, _options.EditWindow, time)
            ? Decision.Refuse(ErrorCode.Forbidden)
            : Decision.Accept(new RoomEvent.MessageEdited(
                LastSeq + 1, time, edit.By, edit.Target, message.Version + 1, edit.Content));
    }

    private Decision Create(RoomCommand.Create create, long time)
    {
        if (Exists)
        {
            return Decision.Refuse(ErrorCode.AlreadyExists);
        }

        var invited = create.Members.Where(user => user != create.By).ToList();
        if (invited.Count + 1 > _options.MaxMembers)
        {
            return Decision.Refuse(ErrorCode.RoomFull);
        }

        var rule = create.IsPublic ? JoinRule.Open : JoinRule.Invite;
        var events = ImmutableArray.CreateBuilder<RoomEvent>();
        events.Add(new RoomEvent.RoomCreated(1, time, create.By, create.Name, create.Kind, create.IsPublic, rule));
        if (create.By != UserId.System)
        {
            events.Add(new RoomEvent.MemberChanged(2, time, create.By, MemberChange.Joined, create.By, MemberRole.Owner));
        }

        foreach (var user in invited)
        {
            var change = new RoomEvent.MemberChanged(
                events.Count + 1, time, create.By, MemberChange.Invited, user, MemberRole.Member);
            events.Add(change);
        }

        return new Decision.Accepted(events.ToImmutable());
    }

    private Decision OpenDirect(RoomCommand.OpenDirect open, long time) => Exists
        ? new Decision.Repeated(LastSeq, Id: null, LastTime)
        : new Decision.Accepted(
        [
            new RoomEvent.RoomCreated(1, time, open.By, "", RoomKind.Direct, IsPublic: false, JoinRule.Invite),
            new RoomEvent.MemberChanged(2, time, open.By, MemberChange.Joined, open.By, MemberRole.Member),
            new RoomEvent.MemberChanged(3, time, open.By, MemberChange.Invited, open.Other, MemberRole.Member),
        ]);

    private Decision Join(RoomCommand.Join join, long time)
    {
        if (HasMember(join.By))
        {
            return new Decision.Repeated(LastSeq, Id: null, LastTime);
        }

        if (JoinRule != JoinRule.Open)
        {
            return Decision.Refuse(ErrorCode.Forbidden);
        }

        return MemberCount >= _options.MaxMembers
            ? Decision.Refuse(ErrorCode.RoomFull)
            : Decision.Accept(new RoomEvent.MemberChanged(
                LastSeq + 1, time, join.By, MemberChange.Joined, join.By, MemberRole.Member));
    }

    private Decision Leave(RoomCommand.Leave leave, long time)
    {
        if (Kind == RoomKind.Direct)
        {
            return Decision.Refuse(ErrorCode.Forbidden);
        }

        var role = _members[leave.By].Role;
        var left = new RoomEvent.MemberChanged(LastSeq + 1, time, leave.By, MemberChange.Left, leave.By, role);
        return role == MemberRole.Owner && Heir(leave.By) is { } heir
            ? new Decision.Accepted(
            [
                left,
                new RoomEvent.MemberChanged(LastSeq + 2, time, leave.By, MemberChange.Role, heir, MemberRole.Owner),
            ])
            : Decision.Accept(left);
    }

    // An owner who goes is followed by the highest role, among equals by the one who has been in longest.
    private UserId? Heir(UserId owner) => _members.Values
        .Where(member => member.User != owner)
        .OrderByDescending(member => member.Role)
        .ThenBy(member => member.JoinedSeq)
        .FirstOrDefault()?.User;

    private bool IsMuted(UserId user, long now) => _members[user].MutedUntil > now;
}
