using System.Collections.Immutable;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>
/// Appends runs to room logs and moves read marks, in memory: each run only if the log is as its writer believed, with all
/// that follows from its events. What must be known was read before; what comes of it is written after.
/// </summary>
internal sealed class RoomLog(BatchState state)
{
    private readonly MembershipLog _memberships = new(state);

    /// <summary>Appends a run, or says why not.</summary>
    public StoreOutcome Append(StoreWrite.Append run)
    {
        var room = state.Room(run.Room);
        if (room.LastSeq != run.First - 1)
        {
            return new StoreOutcome.Conflict(room.LastSeq);
        }

        if (KnownKeys(run) is { IsEmpty: false } known)
        {
            return new StoreOutcome.KnownKeys(known);
        }

        foreach (var stored in run.Events)
        {
            Apply(room, stored);
        }

        return StoreOutcome.Committed.Instance;
    }

    /// <summary>Goes through an event again that is in the log.</summary>
    public void Replay(RoomTally room, LoggedEvent logged)
    {
        if (logged.Event is { } stored)
        {
            Apply(room, new EncodedEvent(stored, logged.Body));
            return;
        }

        room.LastSeq = logged.Header.Seq;
        room.LastTime = logged.Header.Time;
        if (logged.Header.Kind == EventKind.Message)
        {
            Count(room, logged.Header.Seq, logged.Header.Time, logged.Header.From);
        }
    }

    /// <summary>One follows a broadcast room again, as it was.</summary>
    public void Replay(RoomTally room, KeptMember follower) => _memberships.Replay(room, follower);

    /// <summary>Moves a mark as far as it may go.</summary>
    public StoreOutcome Mark(StoreWrite.MarkRead mark)
    {
        var member = state.Member(mark.Room, mark.User);
        if (!member.IsIn)
        {
            return StoreOutcome.Missing.Instance;
        }

        member.Read(Math.Min(mark.Seq, state.Room(mark.Room).LastSeq), messageNo: null);
        return new StoreOutcome.Marked(member.ReadSeq);
    }

    /// <summary>Lets one into a broadcast room, or out of it.</summary>
    public StoreOutcome Follow(StoreWrite.Follow follow) => _memberships.Follow(follow);

    /// <summary>Changes a member's own view.</summary>
    public StoreOutcome Set(StoreWrite.SetView view) => _memberships.Set(view);

    private ImmutableArray<KnownKey> KnownKeys(StoreWrite.Append run)
    {
        var known = ImmutableArray.CreateBuilder<KnownKey>();
        foreach (var stored in run.Events)
        {
            if (stored.Event is RoomEvent.MessagePosted posted
                && state.Known(run.Room, posted.From, posted.Key) is { } message)
            {
                known.Add(new KnownKey(posted.From, posted.Key, message.Facts));
            }
        }

        return known.ToImmutable();
    }

    private void Apply(RoomTally room, EncodedEvent encoded)
    {
        room.LastSeq = encoded.Event.Seq;
        room.LastTime = encoded.Event.Time;
        switch (encoded.Event)
        {
            case RoomEvent.MessagePosted posted:
                OnPosted(room, posted, encoded);
                return;
            case RoomEvent.MessageEdited edited:
                OnEdited(room, edited, encoded);
                return;
            case RoomEvent.MessageRecalled recalled:
                OnRecalled(room, recalled);
                break;
            case RoomEvent.ReactionSet reaction:
                OnReaction(room, reaction);
                break;
            case RoomEvent.MemberChanged member:
                _memberships.Apply(room, member);
                break;
            case RoomEvent.RoomChanged changed:
                OnChanged(room, changed);
                break;
            case RoomEvent.RoomCreated created:
                room.UpdatedAt = created.Time;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(encoded), encoded.Event, "unknown event");
        }

        state.Events.Add(new NewEvent(room.Room, encoded, room.MessageCount));
    }

    private void OnPosted(RoomTally room, RoomEvent.MessagePosted posted, EncodedEvent encoded)
    {
        Count(room, posted.Seq, posted.Time, posted.From);
        if (posted.MessageNo != room.MessageCount)
        {
            throw new InvalidOperationException($"message {posted.MessageNo} of the room where {room.MessageCount} is next");
        }

        foreach (var user in posted.Mentions.IsDefault ? [] : posted.Mentions)
        {
            state.Mentions.Add((room.Room, user, posted.Seq), true);
        }

        var message = MessageState.Posted(room.Room, posted, encoded);
        state.Add(message);
        state.Events.Add(new NewEvent(room.Room, encoded, room.MessageCount) { Message = message });
    }

    private void Count(RoomTally room, long seq, long time, UserId from)
    {
        room.MessageCount++;
        room.LastMessageSeq = seq;
        room.UpdatedAt = time;

        // Sending implies having read.
        state.Member(room.Room, from).Read(seq, room.MessageCount);
    }

    private void OnEdited(RoomTally room, RoomEvent.MessageEdited edited, EncodedEvent encoded)
    {
        var target = Target(room.Room, edited.Target);
        var isRecalled = target.Facts.RecallSeq is not null;
        if (!isRecalled)
        {
            target.Edit(edited);
        }

        // A recall is final: what an edit after it says must not be kept either.
        state.Events.Add(new NewEvent(room.Room, encoded, room.MessageCount) { IsErased = isRecalled });
    }

    private void OnRecalled(RoomTally room, RoomEvent.MessageRecalled recalled)
    {
        var target = Target(room.Room, recalled.Target);
        if (target.Facts.RecallSeq is not null)
        {
            return;
        }

        foreach (var user in EventCodec.MentionsOf(target.Body))
        {
            state.Mentions.Remove((room.Room, user, recalled.Target));
        }

        state.Reactions.Remove(room.Room, recalled.Target);
        target.Recall(recalled.Seq);
        foreach (var edit in state.Events.Where(edit => edit.Room == room.Room
            && edit.Target == recalled.Target && edit.Event is RoomEvent.MessageEdited))
        {
            edit.IsErased = true;
        }

        if (!target.IsNew)
        {
            state.Erased.Add((room.Room, recalled.Target));
        }
    }

    private void OnReaction(RoomTally room, RoomEvent.ReactionSet reaction)
    {
        if (Target(room.Room, reaction.Target).Facts.RecallSeq is null)
        {
            state.Reactions.Apply(room.Room, reaction);
        }
    }

    private void OnChanged(RoomTally room, RoomEvent.RoomChanged changed)
    {
        room.Set(changed.Value);
        if (changed.Change == RoomChange.Dissolved)
        {
            _memberships.Dissolve(room);
        }
    }

    private MessageState Target(RoomId room, long seq) =>
        state.Message(room, seq) is { Body: not null } target
            ? target
            : throw new InvalidOperationException("a change without its message");
}
