using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Writes a batch within one transaction, each item refused or done in its place.</summary>
internal static class WriteTransaction
{
    /// <summary>Does all of <paramref name="batch"/>; if it throws, nothing of it may be committed.</summary>
    /// <param name="connection">A connection with a transaction begun.</param>
    /// <param name="batch">What to write, in order.</param>
    /// <param name="now">Milliseconds since 1970 UTC.</param>
    /// <param name="stop">Calls it off.</param>
    public static async Task<IReadOnlyList<StoreOutcome>> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<StoreWrite> batch, long now, CancellationToken stop)
    {
        var outcomes = new StoreOutcome[batch.Count];
        var keys = BatchKeys.Of(batch);
        if (keys.Rooms.Count > 0)
        {
            var state = await new BatchReads(connection).LoadAsync(keys, stop);
            var log = new RoomLog(state);
            for (var index = 0; index < outcomes.Length; index++)
            {
                outcomes[index] = batch[index] switch
                {
                    StoreWrite.Append run => log.Append(run),
                    StoreWrite.MarkRead mark => log.Mark(mark),
                    StoreWrite.SetView view => log.Set(view),
                    StoreWrite.Follow follow => log.Follow(follow),
                    _ => outcomes[index],
                };
            }

            await new BatchWrites(connection).SaveAsync(state, stop);
        }

        await new Blocks(connection).WriteAsync(batch, outcomes, stop);
        await new People(connection).WriteAsync(batch, outcomes, now, stop);
        return Array.TrueForAll(outcomes, outcome => outcome is not null)
            ? outcomes
            : throw new ArgumentOutOfRangeException(nameof(batch), batch, "unknown write");
    }
}
