using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>
/// One room: puts commands in order, appends what the rules accept, answers and broadcasts after the commit. It may be
/// stopped at any time: whoever waits is told or hears nothing and asks again, the next message wakes it on some node, and
/// the store's conditional append keeps two of them from both writing.
/// </summary>
internal sealed partial class RoomActor : ActorBase
{
    private readonly RoomId _room;
    private readonly RoomDependencies _with;
    private readonly RoomRuns _runs = new();
    private readonly RoomMemory _memory;
    private readonly RoomAudience _audience;
    private readonly ReadMarks _marks;
    private readonly UnloggedWrites _unlogged;
    private readonly RoomIdleTimer _idle;
    private bool _isStopping;

    /// <summary>A room that has not been loaded; the first command loads it.</summary>
    public RoomActor(RoomId room, RoomDependencies with)
    {
        _room = room;
        _with = with;
        _audience = new RoomAudience(room, with, Context);
        _memory = new RoomMemory(room, with, _audience, Context);
        _marks = new ReadMarks(room, with, _audience, Context);
        _unlogged = new UnloggedWrites(room, with, Context);
        _idle = new RoomIdleTimer(with.Options.IdleTimeout, with.Clock, Context);
    }

    // Nobody waits for the store.
    private bool OwesNothing => _memory.IsQuiet && _runs.IsIdle && _unlogged.IsIdle && _marks.IsIdle;

    /// <inheritdoc/>
    protected override void PreStart() => _idle.Start();

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _idle.Stop();
        _unlogged.GiveUp();
        _marks.GiveUp();
        _memory.GiveUp(_runs.TakeAll());
    }

    private void OnCommand(RoomCommand command)
    {
        _idle.Used();
        if (_memory.IsReady)
        {
            Decide(command, Sender);
            Launch();
        }
        else
        {
            _memory.Hold(command, Sender);
        }
    }

    private void Decide(RoomCommand command, IActorRef replyTo)
    {
        if (_unlogged.TryHold(command, replyTo))
        {
            return;
        }

        if (command is RoomCommand.MarkRead mark)
        {
            // Behind what was decided before it: the membership that it needs may not be on disk yet.
            if (!_runs.TryFollow(new PendingCommand(mark, replyTo, Reply: null)))
            {
                _marks.Mark(mark, _memory.State, replyTo);
            }

            return;
        }

        if (_runs.IsFull)
        {
            replyTo.Tell(RoomWaiting.Refusal(command, ErrorCode.RateLimited));
            return;
        }

        switch (_memory.State.Decide(command, _with.Clock.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            case Decision.Accepted accepted:
                Accept(command, replyTo, accepted.Events);
                break;
            case Decision.Repeated first:
                var done = new RoomReply.Done(command.Ref, first.Seq, first.Id, first.Time, Duplicate: true);
                if (!_runs.TryFollow(new PendingCommand(command, replyTo, done)))
                {
                    replyTo.Tell(done);
                }

                break;
            case Decision.Refused refused:
                _with.Metrics.Refused(refused.Code);
                replyTo.Tell(RoomWaiting.Refusal(command, refused.Code, refused.RetryAfter));
                break;
            case Decision.Needs needs:
                _memory.LookUp(command, replyTo, needs);
                break;
            case Decision.Follows follows:
                _unlogged.Follow(command, follows.On, replyTo);
                break;
            case Decision.Blocks blocks:
                _unlogged.Block((RoomCommand.Block)command, blocks.On, replyTo);
                break;
        }
    }

    private void Accept(RoomCommand command, IActorRef replyTo, ImmutableArray<RoomEvent> events)
    {
        var encoded = new EncodedEvent[events.Length];
        for (var i = 0; i < events.Length; i++)
        {
            encoded[i] = new EncodedEvent(events[i], EventCodec.EncodeBody(events[i]));
            _memory.State.Apply(encoded[i]);
        }

        var id = (events[0] as RoomEvent.MessagePosted)?.Id;
        var done = new RoomReply.Done(command.Ref, events[0].Seq, id, events[0].Time, Duplicate: false);
        _runs.Add(new PendingCommand(command, replyTo, done), encoded);
    }

    private void Launch()
    {
        while (_memory.IsReady && _runs.Launch(_room) is { } write)
        {
            if (!_with.Writes.TryWrite(write, Self))
            {
                _memory.OnNotCommitted(_runs.TakeBack(), outcome: null); // the lane is full; runs before it are still to come
                StartOverWhenIdle();
            }
        }
    }

    private void OnAppended(StoreResult result)
    {
        if (!_runs.TryLand(result.Write, out var run))
        {
            return;
        }

        if (result is StoreResult.Decided { Outcome: StoreOutcome.Committed })
        {
            OnCommitted(run);
        }
        else
        {
            _memory.OnNotCommitted(run, (result as StoreResult.Decided)?.Outcome);
        }

        StartOverWhenIdle();
        Launch();
        StopWhenDone();
    }

    private void StartOverWhenIdle()
    {
        if (_memory.IsFailing && _runs.IsIdle)
        {
            _memory.StartOver(_runs.TakeUnlaunched());
        }
    }

    private void OnCommitted(RoomRun run)
    {
        _memory.OnCommitted(run.Write!.Last);
        _with.Metrics.Committed(run.Count);
        foreach (var pending in run.Commands)
        {
            if (pending.Reply is { } reply)
            {
                pending.ReplyTo.Tell(reply);
            }
            else if (pending.Command is RoomCommand.MarkRead mark)
            {
                _marks.Mark(mark, _memory.State, pending.ReplyTo);
            }
        }

        _audience.Broadcast(run.Write.Events);
        _audience.TellOutsiders(run.Write.Events);
    }

    private void OnMarked(StoreResult result)
    {
        _marks.OnMarked(result, _memory.State);
        StopWhenDone();
    }

    private void OnWritten(StoreResult result) =>
        Learn(_memory.HoldFirst, _unlogged.OnWritten(result, _memory.State));

    private void Learn<T>(Action<T> learn, T found)
    {
        learn(found);
        while (_memory.TryTake(out var command, out var replyTo))
        {
            Decide(command, replyTo);
        }

        Launch();
        StopWhenDone();
    }

    private void OnIdleCheck()
    {
        if (_idle.OnCheck() && OwesNothing)
        {
            Context.Parent.Tell(new Passivate(RoomStop.Instance));
        }
    }

    private void OnStop()
    {
        _isStopping = true;
        StopWhenDone();
    }

    private void StopWhenDone()
    {
        if (_isStopping && OwesNothing)
        {
            Context.Stop(Self);
        }
    }
}
