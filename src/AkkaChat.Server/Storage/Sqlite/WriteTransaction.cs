namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Writes a batch in one transaction, each item refused or done in its place.</summary>
internal static class WriteTransaction
{
    /// <summary>Does all of <paramref name="batch"/> or, if it throws, none of it.</summary>
    /// <param name="session">The only writing connection.</param>
    /// <param name="batch">What to write, in order.</param>
    /// <param name="now">Milliseconds since 1970 UTC.</param>
    public static IReadOnlyList<StoreOutcome> Run(SqliteSession session, IReadOnlyList<StoreWrite> batch, long now) =>
        session.Write(writer =>
        {
            var search = new SearchIndex(writer);
            var log = new RoomLog(writer, new RoomProjection(writer, search));
            var marks = new MemberMarks(writer);
            var followers = new Followers(writer);
            var blocks = new Blocks(writer);
            var people = new People(writer);
            var identities = new Identities(writer);
            var outcomes = new StoreOutcome[batch.Count];
            for (var index = 0; index < outcomes.Length; index++)
            {
                outcomes[index] = batch[index] switch
                {
                    StoreWrite.Append run => log.Append(run),
                    StoreWrite.MarkRead mark => marks.Mark(mark),
                    StoreWrite.SetView view => marks.Set(view),
                    StoreWrite.Follow follow => followers.Set(follow),
                    StoreWrite.SetBlock block => blocks.Set(block),
                    StoreWrite.AddUser add => people.Add(add),
                    StoreWrite.AddIdentity add => identities.Add(add, people),
                    StoreWrite.SetUnion union => identities.Set(union),
                    StoreWrite.UpdateUser update => people.Update(update),
                    StoreWrite.MarkSeen seen => people.MarkSeen(seen),
                    StoreWrite.AddRefreshToken add => people.AddToken(add, now),
                    StoreWrite.RevokeRefreshTokens revoke => people.Revoke(revoke),
                    _ => throw new ArgumentOutOfRangeException(nameof(batch), batch[index], "unknown write"),
                };
            }

            search.Flush();
            return outcomes;
        });
}
