using System.Collections.Immutable;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage;

/// <summary>One thing to be written; several of them share a transaction.</summary>
internal abstract record StoreWrite
{
    /// <summary>What the write belongs to: writes of one key keep their order.</summary>
    public abstract string LaneKey { get; }

    /// <summary>Roughly how many bytes it writes; bounds a batch.</summary>
    public virtual int Weight => 64;

    /// <summary>
    /// A run of events for one room, written with all its projections if and only if the room's newest <c>seq</c> is still
    /// the run's first − 1.
    /// </summary>
    /// <param name="Room">Which room.</param>
    /// <param name="Events">The run, without gaps, never empty; with seq 1 the room begins.</param>
    /// <exception cref="ArgumentException">The run is empty, has a gap, or begins a room without saying so.</exception>
    public sealed record Append(RoomId Room, ImmutableArray<EncodedEvent> Events) : StoreWrite
    {
        /// <summary>The run, without gaps, never empty.</summary>
        public ImmutableArray<EncodedEvent> Events { get; } = WithoutGaps(Events);

        /// <summary>The <c>seq</c> of the first event.</summary>
        public long First => Events[0].Event.Seq;

        /// <summary>The place of the newest event.</summary>
        public long Last => Events[^1].Event.Seq;

        /// <inheritdoc/>
        public override string LaneKey => Room.Value;

        /// <inheritdoc/>
        public override int Weight => Events.Sum(stored => stored.Body.Length + 128);

        // Checked where the run is made, so that a defect stops its room and not the batch that it would share.
        private static ImmutableArray<EncodedEvent> WithoutGaps(ImmutableArray<EncodedEvent> events)
        {
            if (events.IsDefaultOrEmpty)
            {
                throw new ArgumentException("a run has at least one event", nameof(events));
            }

            var first = events[0].Event.Seq;
            if (first < 1 || (first == 1) != events[0].Event is RoomEvent.RoomCreated)
            {
                throw new ArgumentException("a room begins with its creation, at seq 1", nameof(events));
            }

            for (var index = 1; index < events.Length; index++)
            {
                if (events[index].Event.Seq != first + index || events[index].Event is RoomEvent.RoomCreated)
                {
                    throw new ArgumentException($"the run is broken at seq {first + index}", nameof(events));
                }
            }

            return events;
        }
    }

    /// <summary>Moves a member's read mark forward, never back, and not past the newest event.</summary>
    public sealed record MarkRead(RoomId Room, UserId User, long Seq) : StoreWrite
    {
        /// <inheritdoc/>
        public override string LaneKey => Room.Value;
    }

    /// <summary>Puts a room on top of a member's list, or lets it not disturb them; null leaves as it is.</summary>
    public sealed record SetView(RoomId Room, UserId User, bool? Pinned, bool? Silenced) : StoreWrite
    {
        /// <inheritdoc/>
        public override string LaneKey => Room.Value;
    }

    /// <summary>
    /// One comes into a broadcast room, or goes out of it: there is no event for it. Done again it changes nothing; refused
    /// with <see cref="StoreOutcome.Missing"/> where there is no such room.
    /// </summary>
    public sealed record Follow(RoomId Room, UserId User, bool On, long Time) : StoreWrite
    {
        /// <inheritdoc/>
        public override string LaneKey => Room.Value;
    }

    /// <summary>
    /// One wants to hear nothing of the other, or again. <paramref name="Room"/> is the direct room of the two, which may not
    /// exist: what is said in it keeps its order with this.
    /// </summary>
    public sealed record SetBlock(RoomId Room, UserId By, UserId Other, bool On, long Time) : StoreWrite
    {
        /// <inheritdoc/>
        public override string LaneKey => Room.Value;
    }

    /// <summary>Makes a person; refused with <see cref="StoreOutcome.Conflict"/> if the id is taken.</summary>
    public sealed record AddUser(UserView User, bool Guest, long Time) : StoreWrite
    {
        /// <inheritdoc/>
        public override string LaneKey => User.Id.Value;
    }

    /// <summary>
    /// Makes a person who is known elsewhere; refused with <see cref="StoreOutcome.Conflict"/> if whoever is known there by
    /// that id is somebody here already.
    /// </summary>
    public sealed record AddIdentity(ExternalIdentity Identity, UserView User, long Time) : StoreWrite
    {
        /// <inheritdoc/>
        public override string LaneKey => Identity.Subject;
    }

    /// <summary>Notes by which id a person is known in all programs of the same owner.</summary>
    public sealed record SetUnion(string Provider, string Subject, string Union) : StoreWrite
    {
        /// <inheritdoc/>
        public override string LaneKey => Subject;
    }

    /// <summary>Changes a person; null leaves as it is.</summary>
    public sealed record UpdateUser(UserId User, string? Name, string? Avatar, long Time) : StoreWrite
    {
        /// <inheritdoc/>
        public override string LaneKey => User.Value;
    }

    /// <summary>Notes when a person last looked at the app; an earlier time than the one that is there changes nothing.</summary>
    public sealed record MarkSeen(UserId User, long Time) : StoreWrite
    {
        /// <inheritdoc/>
        public override string LaneKey => User.Value;
    }

    /// <summary>
    /// Keeps a refresh token (by hash) and, where it takes another's place, marks that as used. Refused with
    /// <see cref="StoreOutcome.Conflict"/> if the other is gone or was used before: a token can be replaced once.
    /// </summary>
    public sealed record AddRefreshToken(RefreshToken Token, string? Replaces) : StoreWrite
    {
        /// <inheritdoc/>
        public override string LaneKey => Token.User.Value;
    }

    /// <summary>Ends all refresh tokens of a family.</summary>
    public sealed record RevokeRefreshTokens(UserId User, string Family) : StoreWrite
    {
        /// <inheritdoc/>
        public override string LaneKey => User.Value;
    }
}

/// <summary>An event with its encoded parts, made once where it was decided.</summary>
/// <param name="Event">The fact.</param>
/// <param name="Body">The members of its frame beyond the header, as a JSON object; what the store keeps.</param>
internal sealed record EncodedEvent(RoomEvent Event, ReadOnlyMemory<byte> Body)
{
    private MessageFacts? _facts;

    /// <summary>The facts of the message that it posts, made once.</summary>
    /// <exception cref="InvalidCastException">It posts none.</exception>
    public MessageFacts PostedFacts => _facts ??= MessageFacts.Of((RoomEvent.MessagePosted)Event, Body.Span);
}

/// <summary>What became of a <see cref="StoreWrite"/>.</summary>
internal abstract record StoreOutcome
{
    /// <summary>It is on disk.</summary>
    public sealed record Committed : StoreOutcome
    {
        /// <summary>The one instance.</summary>
        public static readonly Committed Instance = new();
    }

    /// <summary>The read mark stands here now: the greatest ever asked for.</summary>
    public sealed record Marked(long Seq) : StoreOutcome;

    /// <summary>Nothing of it was written: the log (or the row) is not as the writer believed.</summary>
    /// <param name="LastSeq">The room's newest <c>seq</c>; 0 for writes that are not runs.</param>
    public sealed record Conflict(long LastSeq) : StoreOutcome;

    /// <summary>Nothing of the run was written: these of its messages are in the log already.</summary>
    public sealed record KnownKeys(ImmutableArray<KnownKey> Keys) : StoreOutcome;

    /// <summary>Nothing was written: there is no such member or person.</summary>
    public sealed record Missing : StoreOutcome
    {
        /// <summary>The one instance.</summary>
        public static readonly Missing Instance = new();
    }
}

/// <summary>A message that was sent before.</summary>
/// <param name="Sender">Its author.</param>
/// <param name="Key">The author's key.</param>
/// <param name="Facts">What it was.</param>
internal sealed record KnownKey(UserId Sender, ClientMessageId Key, MessageFacts Facts);
