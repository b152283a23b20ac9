using System.Collections.Immutable;

namespace AkkaChat.Protocol;

/// <summary>One fact of a room's log. It never changes, except that recalled content is erased.</summary>
/// <param name="Seq">Its place in the log: 1, 2, 3 … without gaps.</param>
/// <param name="Time">When it was decided, in milliseconds since 1970 UTC; never less than the event before.</param>
/// <param name="From">Whose doing it is.</param>
public abstract record RoomEvent(long Seq, long Time, UserId From)
{
    /// <summary>What the event is.</summary>
    public abstract EventKind Kind { get; }

    /// <summary>Somebody said something.</summary>
    /// <param name="Seq">Its place in the log.</param>
    /// <param name="Time">Milliseconds since 1970 UTC.</param>
    /// <param name="From">The author.</param>
    /// <param name="Id">The message's own name.</param>
    /// <param name="Key">The author's idempotency key.</param>
    /// <param name="Content">What was said.</param>
    /// <param name="Mentions">Who is mentioned.</param>
    /// <param name="ReplyTo">The <c>seq</c> it answers, if any.</param>
    /// <param name="MessageNo">How many messages the room has, this one included.</param>
    public sealed record MessagePosted(
        long Seq,
        long Time,
        UserId From,
        MessageId Id,
        ClientMessageId Key,
        MessageContent Content,
        ImmutableArray<UserId> Mentions,
        long? ReplyTo,
        long MessageNo) : RoomEvent(Seq, Time, From)
    {
        /// <inheritdoc/>
        public override EventKind Kind => EventKind.Message;

        /// <summary>Where it was said first, if it was forwarded.</summary>
        public ForwardOrigin? Forward { get; init; }
    }

    /// <summary>A message was taken back; its content is erased everywhere.</summary>
    /// <param name="Seq">Its place in the log.</param>
    /// <param name="Time">Milliseconds since 1970 UTC.</param>
    /// <param name="From">Who took it back.</param>
    /// <param name="Target">The message's <c>seq</c>.</param>
    /// <param name="ByAuthor">True if the author did it, false if an owner or admin did.</param>
    public sealed record MessageRecalled(long Seq, long Time, UserId From, long Target, bool ByAuthor)
        : RoomEvent(Seq, Time, From)
    {
        /// <inheritdoc/>
        public override EventKind Kind => EventKind.Recall;
    }

    /// <summary>A message got other content.</summary>
    /// <param name="Seq">Its place in the log.</param>
    /// <param name="Time">Milliseconds since 1970 UTC.</param>
    /// <param name="From">The author.</param>
    /// <param name="Target">The message's <c>seq</c>.</param>
    /// <param name="Version">The version that this makes: 2 for the first edit.</param>
    /// <param name="Content">The new content.</param>
    public sealed record MessageEdited(
        long Seq, long Time, UserId From, long Target, int Version, MessageContent Content)
        : RoomEvent(Seq, Time, From)
    {
        /// <inheritdoc/>
        public override EventKind Kind => EventKind.Edit;
    }

    /// <summary>Somebody set a reaction to a message, or took one back; each person has each emoji once.</summary>
    /// <param name="Seq">Its place in the log.</param>
    /// <param name="Time">Milliseconds since 1970 UTC.</param>
    /// <param name="From">Whose reaction it is.</param>
    /// <param name="Target">The message's <c>seq</c>.</param>
    /// <param name="Emoji">The reaction.</param>
    /// <param name="On">True if it was set.</param>
    public sealed record ReactionSet(long Seq, long Time, UserId From, long Target, string Emoji, bool On)
        : RoomEvent(Seq, Time, From)
    {
        /// <inheritdoc/>
        public override EventKind Kind => EventKind.Reaction;
    }

    /// <summary>A membership changed.</summary>
    /// <param name="Seq">Its place in the log.</param>
    /// <param name="Time">Milliseconds since 1970 UTC.</param>
    /// <param name="From">Whose doing it is.</param>
    /// <param name="Change">What happened.</param>
    /// <param name="User">To whom.</param>
    /// <param name="Role">The role afterwards (before, for those who went).</param>
    public sealed record MemberChanged(
        long Seq, long Time, UserId From, MemberChange Change, UserId User, MemberRole Role)
        : RoomEvent(Seq, Time, From)
    {
        /// <inheritdoc/>
        public override EventKind Kind => EventKind.Member;

        /// <summary>Until when the user may not speak, in milliseconds since 1970 UTC; null if that is not what changed.</summary>
        public long? Until { get; init; }

        /// <summary>True if the user came into the room by it.</summary>
        public bool IsIn => Change is MemberChange.Joined or MemberChange.Invited;

        /// <summary>True if the user is out of the room by it.</summary>
        public bool IsOut => Change is MemberChange.Left or MemberChange.Removed or MemberChange.Banned;
    }

    /// <summary>The room began; always its first event.</summary>
    /// <param name="Seq">1.</param>
    /// <param name="Time">Milliseconds since 1970 UTC.</param>
    /// <param name="From">Who made it.</param>
    /// <param name="Name">Its name; empty for direct rooms.</param>
    /// <param name="RoomKind">What sort of room it is.</param>
    /// <param name="IsPublic">True if anyone signed in may find and join it.</param>
    /// <param name="JoinRule">How people come in.</param>
    public sealed record RoomCreated(
        long Seq, long Time, UserId From, string Name, RoomKind RoomKind, bool IsPublic, JoinRule JoinRule)
        : RoomEvent(Seq, Time, From)
    {
        /// <inheritdoc/>
        public override EventKind Kind => EventKind.Room;
    }

    /// <summary>The room itself changed.</summary>
    /// <param name="Seq">Its place in the log.</param>
    /// <param name="Time">Milliseconds since 1970 UTC.</param>
    /// <param name="From">Whose doing it is.</param>
    /// <param name="Change">What sort of change.</param>
    /// <param name="Value">What is other than before, and nothing else.</param>
    public sealed record RoomChanged(long Seq, long Time, UserId From, RoomChange Change, RoomSettings Value)
        : RoomEvent(Seq, Time, From)
    {
        /// <inheritdoc/>
        public override EventKind Kind => EventKind.Room;
    }
}
