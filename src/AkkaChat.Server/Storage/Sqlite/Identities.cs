using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Persons as they are known elsewhere.</summary>
internal sealed class Identities(SqliteSession session)
{
    /// <summary>Makes a person who is known elsewhere.</summary>
    public StoreOutcome Add(StoreWrite.AddIdentity add, People people)
    {
        var (provider, subject, user, union) = add.Identity;
        var added = session
            .Query("""
                INSERT INTO identities (provider, subject, user, union_id, created_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """)
            .Bind(provider).Bind(subject).Bind(user.Value).Bind(union).Bind(add.Time)
            .Run();
        return added == 1
            ? people.Add(new StoreWrite.AddUser(add.User, Guest: false, add.Time))
            : new StoreOutcome.Conflict(0);
    }

    /// <summary>Notes a person's id in all programs of the same owner.</summary>
    public StoreOutcome Set(StoreWrite.SetUnion union) => session
        .Query("UPDATE identities SET union_id = ? WHERE provider = ? AND subject = ?")
        .Bind(union.Union).Bind(union.Provider).Bind(union.Subject)
        .Run() == 1 ? StoreOutcome.Committed.Instance : StoreOutcome.Missing.Instance;

    /// <summary>Who is known elsewhere by that id; null if nobody here is.</summary>
    public ExternalIdentity? Find(string provider, string subject)
    {
        using var row = session
            .Query("SELECT user, union_id FROM identities WHERE provider = ? AND subject = ?")
            .Bind(provider).Bind(subject);
        return row.Step() ? new ExternalIdentity(provider, subject, UserId.Parse(row.Text(0)), row.TextOrNull(1)) : null;
    }
}
