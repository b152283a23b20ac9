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
    private readonly MessageWindow _messages = new();
    private readonly ReactionWindow _reactions = new();
    private readonly SlowMode _slowMode = new();

    /// <summary>A room that nobody has made yet.</summary>
    public RoomState(RoomId room, RoomOptions options)
    {
        Room = room;
        Options = options;
        People = new MemberBook();
    }

    /// <summary>A room as the store has it.</summary>
    public RoomState(RoomSnapshot snapshot, RoomOptions options)
    {
        Room = snapshot.Room;
        Options = options;
        People = new MemberBook(snapshot);
        Kind = snapshot.Kind;
        Settings = snapshot.Settings with { JoinRule = snapshot.JoinRule, IsPublic = snapshot.IsPublic };
        IsDissolved = snapshot.IsDissolved;
        LastSeq = snapshot.LastSeq;
        LastTime = snapshot.LastTime;
        MessageCount = snapshot.MessageCount;
        Committed(snapshot.LastSeq);
        foreach (var message in snapshot.Recent)
        {
            _messages.Put(message);
        }

        _slowMode.Start(Settings, snapshot.Recent);
    }

    /// <summary>Which room.</summary>
    public RoomId Room { get; }

    /// <summary>Limits and times.</summary>
    public RoomOptions Options { get; }

    /// <summary>What sort of room.</summary>
    public RoomKind Kind { get; private set; }

    /// <summary>What is set about it.</summary>
    public RoomSettings Settings { get; private set; } = RoomSettings.None;

    /// <summary>True once it is over.</summary>
    public bool IsDissolved { get; private set; }

    /// <summary>The newest event's place; 0 while the room does not exist.</summary>
    public long LastSeq { get; private set; }

    /// <summary>The newest event of which it is known that it is on disk.</summary>
    public long CommittedSeq { get; private set; }

    /// <summary>The newest event's time; no event gets an earlier one.</summary>
    public long LastTime { get; private set; }

    /// <summary>How many messages were ever posted.</summary>
    public long MessageCount { get; private set; }

    /// <summary>Who is in, and who must not be.</summary>
    public MemberBook People { get; }

    /// <summary>Everybody who is in; in a broadcast room those with a role or a mute.</summary>
    public IReadOnlyDictionary<UserId, MemberFacts> Members => People.Members;

    /// <summary>True once somebody made it.</summary>
    public bool Exists => LastSeq > 0;

    /// <summary>True if that user is in, as far as the room knows.</summary>
    public bool HasMember(UserId user) => People.RoleOf(user) is not null;

    /// <summary>The role of that user; null if they are not in, as far as the room knows. The server may do all.</summary>
    public MemberRole? RoleOf(UserId user) => user == UserId.System ? MemberRole.Owner : People.RoleOf(user);

    /// <summary>What is to be done about <paramref name="command"/>.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The clock, in milliseconds since 1970 UTC.</param>
    public Decision Decide(RoomCommand command, long now)
    {
        var time = Math.Max(now, LastTime);
        return command switch
        {
            RoomCommand.Create create => MembershipRules.Create(this, create, time),
            RoomCommand.OpenDirect open => MembershipRules.OpenDirect(this, open, time),
            RoomCommand.Block block => ModerationRules.Block(this, block),
            _ when !Exists || IsDissolved => Decision.Refuse(ErrorCode.NotFound),
            _ when Kind == RoomKind.Broadcast && !People.Knows(command.By) && RoleOf(command.By) is null => new Decision.NeedsMember(command.By),
            RoomCommand.Join join => MembershipRules.Join(this, join, time),
            _ when RoleOf(command.By) is null =>
                Decision.Refuse(People.IsBanned(command.By) ? ErrorCode.Banned : ErrorCode.NotMember),
            RoomCommand.Post post => PostRules.Post(this, post, time),
            RoomCommand.Forward forward => PostRules.Forward(this, forward, time),
            RoomCommand.Recall recall => Find(recall.Target, out var message)
                ?? MessageRules.Recall(this, recall, message!, time),
            RoomCommand.Edit edit => Find(edit.Target, out var message)
                ?? MessageRules.Edit(this, edit, message!, time),
            RoomCommand.React react => Find(react.Target, out var message)
                ?? MessageRules.React(this, react, message!, time),
            RoomCommand.Leave leave => MembershipRules.Leave(this, leave, time),
            RoomCommand.Invite invite => MembershipRules.Invite(this, invite, time),
            RoomCommand.Accept accept => MembershipRules.Accept(this, accept, time),
            RoomCommand.Refuse refuse => MembershipRules.Refuse(this, refuse, time),
            RoomCommand.Remove remove => ModerationRules.Remove(this, remove, time),
            RoomCommand.SetRole role => ModerationRules.SetRole(this, role, time),
            RoomCommand.Mute mute => ModerationRules.Mute(this, mute, time),
            RoomCommand.Ban ban => ModerationRules.Ban(this, ban, time),
            RoomCommand.Unban unban => ModerationRules.Unban(this, unban, time),
            RoomCommand.Update update => SettingsRules.Update(this, update, time),
            RoomCommand.Dissolve dissolve => SettingsRules.Dissolve(this, dissolve, time),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "unknown room command"),
        };
    }

    /// <summary>Null if <paramref name="by"/> may do that, else why not.</summary>
    /// <param name="by">Who wants it.</param>
    /// <param name="action">What.</param>
    /// <param name="time">When; milliseconds since 1970 UTC.</param>
    /// <param name="target">Whom it is done to, where it is done to somebody.</param>
    public ErrorCode? Check(UserId by, RoomAction action, long time, UserId? target = null)
    {
        var actor = new Actor(
            RoleOf(by),
            People.IsBanned(by),
            People.MutedUntil(by) > time,
            Kind == RoomKind.Direct && People.IsBlocked(by));
        var room = new RoomFacts(
            Exists && !IsDissolved,
            Kind,
            Settings.JoinRule ?? JoinRule.Invite,
            Settings.IsPublic ?? false,
            Settings.MuteAll ?? false,
            Members.Count);
        return RoomPermissions.Check(
            actor, action, room, target is { } user ? new Target(RoleOf(user), user == by) : default);
    }

    /// <summary>The message of that author and key, if it is known by heart.</summary>
    public MessageFacts? FindMessage(UserId author, ClientMessageId key) =>
        _messages.TryFind(author, key, out var known) ? known : null;

    /// <summary>What is known by heart of a reaction.</summary>
    public ReactionFacts? FindReaction(ReactionKey key) => _reactions.TryFind(key, out var known) ? known : null;

    /// <summary>How long that member must wait before they may say more; nothing if they may now.</summary>
    public TimeSpan SlowModeOf(UserId user, long time) => People.RoleOf(user) == MemberRole.Member
        ? _slowMode.WaitOf(user, time, Settings)
        : TimeSpan.Zero;

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
                _slowMode.Spoke(posted.From, posted.Time, Settings);
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
            case RoomEvent.ReactionSet reaction:
                _reactions.Put(
                    new ReactionKey(reaction.Target, reaction.From, reaction.Emoji), reaction.On, reaction.Seq);
                break;
            case RoomEvent.MemberChanged member:
                People.Apply(member, Kind);
                break;
            case RoomEvent.RoomCreated created:
                Kind = created.RoomKind;
                Settings = SettingsRules.Of(created);
                break;
            case RoomEvent.RoomChanged changed:
                Settings = SettingsRules.After(Settings, changed.Value);
                if (changed.Value.SlowModeMs is not null)
                {
                    _slowMode.Start(Settings, _messages.All);
                }

                IsDissolved |= changed.Change == RoomChange.Dissolved;
                if (IsDissolved)
                {
                    People.Clear();
                }

                break;
        }
    }

    /// <summary>All up to <paramref name="seq"/> is on disk: what is old need not be known by heart any longer.</summary>
    public void Committed(long seq)
    {
        CommittedSeq = seq;
        _messages.Committed(seq);
        _reactions.Committed(seq);
    }

    /// <summary>Takes in a message that was looked up in the store.</summary>
    public void Learn(MessageFacts message) => _messages.Put(message);

    /// <summary>Takes in a reaction that was looked up in the store.</summary>
    public void Learn(ReactionKey key, ReactionFacts reaction) => _reactions.Learn(key, reaction);

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
}
