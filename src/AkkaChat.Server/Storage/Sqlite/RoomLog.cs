using System.Collections.Immutable;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>
/// Appends runs to room logs, each only if the log is as its writer believed: no hole, no repeat, no key twice. It looks
/// before it writes, so a refused run leaves nothing to undo.
/// </summary>
internal sealed class RoomLog(SqliteSession session, RoomProjection projection)
{
    /// <summary>Appends a run with all that follows from it, or says why not.</summary>
    public StoreOutcome Append(StoreWrite.Append run)
    {
        var room = RoomTally.Load(session, run.Room);
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
            Insert(room, stored);
            projection.Apply(room, stored.Event);
        }

        return room.Save(session, expected: run.First - 1)
            ? StoreOutcome.Committed.Instance
            : throw new InvalidOperationException("the room changed under the only writer");
    }

    private ImmutableArray<KnownKey> KnownKeys(StoreWrite.Append run)
    {
        var known = ImmutableArray.CreateBuilder<KnownKey>();
        foreach (var stored in run.Events)
        {
            if (stored.Event is not RoomEvent.MessagePosted posted)
            {
                continue;
            }

            using var row = session
                .Query($"SELECT {MessageRow.Columns} FROM room_events WHERE room = ? AND sender = ? AND client_msg_id = ?")
                .Bind(run.Room.Value).Bind(posted.From.Value).Bind(posted.Key.Value);
            if (row.Step())
            {
                known.Add(new KnownKey(posted.From, posted.Key, MessageRow.Read(row, 0)));
            }
        }

        return known.ToImmutable();
    }

    private void Insert(RoomTally room, EncodedEvent encoded)
    {
        var stored = encoded.Event;
        var posted = stored as RoomEvent.MessagePosted;
        var messageNo = room.MessageCount + (posted is null ? 0 : 1);
        if (posted is not null && posted.MessageNo != messageNo)
        {
            throw new InvalidOperationException($"message {posted.MessageNo} of the room where {messageNo} is next");
        }

        session
            .Query("""
                INSERT INTO room_events (room, seq, kind, time, sender, message_id, client_msg_id, post_hash, message_no,
                    target, body, version, version_seq, version_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
            .Bind(room.Room.Value).Bind(stored.Seq).Bind((long)stored.Kind).Bind(stored.Time).Bind(stored.From.Value)
            .Bind(posted?.Id.Value).Bind(posted?.Key.Value)
            .Bind(posted is null ? null : ContentHash.Of(encoded.Body.Span))
            .Bind(messageNo)
            .Bind(TargetOf(stored))
            .Bind(encoded.Body.Span)
            .Bind(posted is null ? null : 1L)
            .Bind(posted?.Seq)
            .Bind(posted is null ? null : ContentHash.Of(posted.Content.Json.Span))
            .Run();
    }

    private static long? TargetOf(RoomEvent stored) => stored switch
    {
        RoomEvent.MessageEdited edited => edited.Target,
        RoomEvent.MessageRecalled recalled => recalled.Target,
        RoomEvent.ReactionSet reaction => reaction.Target,
        _ => null,
    };
}
