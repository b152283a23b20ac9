using System.Text;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Tells a database that can't serve now from a defect of ours, and says the former in a sentence.</summary>
internal static class PostgresErrors
{
    /// <summary><c>idle_in_transaction_session_timeout</c>, which the driver has no name for.</summary>
    private const string IdleInTransactionTimeout = "25P03";

    /// <summary>True if the database, the network or the time is at fault, not the statement.</summary>
    public static bool IsUnavailable(Exception exception) => Sentence(exception) is not null;

    /// <summary>True if the same transaction, begun anew, may well succeed: nothing of it was written.</summary>
    public static bool IsWorthAnotherTry(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
    };

    /// <summary>The same failure as the store's callers know it.</summary>
    public static StoreUnavailableException Unavailable(Exception exception) =>
        new(Sentence(exception) ?? "The database failed.", exception);

    /// <summary>What is wrong, in a sentence without secrets; null for a defect.</summary>
    public static string? Sentence(Exception exception) => exception switch
    {
        PostgresException error => OfState(error.SqlState),
        ObjectDisposedException => "The store is closed.",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => "The database did not answer in time.",
        NpgsqlException { InnerException: EncoderFallbackException } => null,
        NpgsqlException or IOException => "The connection to the database failed.",
        _ => null,
    };

    // By class: 08 connection, 28 credentials, 53 resources, 57 intervention, 58 the system, XX damage.
    private static string? OfState(string state) => state switch
    {
        PostgresErrorCodes.DiskFull => "The database's disk is full.",
        PostgresErrorCodes.TooManyConnections => "The database has too many connections.",
        PostgresErrorCodes.QueryCanceled => "The database did not answer in time.",
        PostgresErrorCodes.LockNotAvailable => "Another node holds the room.",
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => "Other writes were in the way.",
        PostgresErrorCodes.ReadOnlySqlTransaction => "The database takes no writes.",
        IdleInTransactionTimeout => "The database ended a transaction that said nothing.",
        PostgresErrorCodes.InvalidCatalogName => "There is no such database.",
        _ when state.StartsWith("08", StringComparison.Ordinal) => "The connection to the database failed.",
        _ when state.StartsWith("28", StringComparison.Ordinal) => "The database refused the user or the password.",
        _ when state.StartsWith("53", StringComparison.Ordinal) => "The database is out of resources.",
        _ when state.StartsWith("57", StringComparison.Ordinal) => "The database is starting or stopping.",
        _ when state.StartsWith("58", StringComparison.Ordinal) => "The database's disk reported an error.",
        _ when state.StartsWith("XX", StringComparison.Ordinal) => "The database is damaged.",
        _ => null,
    };
}
