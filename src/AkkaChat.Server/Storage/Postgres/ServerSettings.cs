using System.Globalization;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>What of a database server decides whether an acknowledged write is safe there.</summary>
/// <param name="Version">Such as 150004 for 15.4.</param>
/// <param name="Fsync">Whether files reach the disk.</param>
/// <param name="FullPageWrites">Whether a page torn by a power cut can be mended.</param>
/// <param name="SynchronousCommit">What a commit waits for, for this user in this database.</param>
/// <param name="Encoding">The database's encoding.</param>
internal sealed record ServerSettings(
    int Version, string Fsync, string FullPageWrites, string SynchronousCommit, string Encoding)
{
    private const int OldestVersion = 140_000;
    private const int VersionUnit = 10_000;
    private const string Off = "off";

    private const string ReadSql = """
        SELECT current_setting('server_version_num')::integer, current_setting('fsync'),
            current_setting('full_page_writes'), current_setting('synchronous_commit'), current_setting('server_encoding')
        """;

    /// <summary>Why this server is none for us, in the words after its name; null if it is.</summary>
    public string? Refusal => this switch
    {
        { Version: < OldestVersion } => string.Create(
            CultureInfo.InvariantCulture, $"is version {Version / VersionUnit}; it must be {OldestVersion / VersionUnit} or newer"),
        { Fsync: Off } => "runs with fsync off and would lose acknowledged messages; turn it on",
        { FullPageWrites: Off } => "runs with full_page_writes off and could be damaged by a power cut; turn it on",
        { SynchronousCommit: Off } =>
            "runs with synchronous_commit off (in the server, the database or the user) and would lose acknowledged messages; turn it on",
        { Encoding: not "UTF8" } => $"has the encoding {Encoding}; it must be UTF8",
        _ => null,
    };

    /// <summary>The settings as this connection has them.</summary>
    public static async Task<ServerSettings> ReadAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var batch = Sql.Batch(connection, Sql.Command(ReadSql));
        await using var row = await batch.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        return new ServerSettings(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4));
    }

    /// <summary>False where the server is a standby, or the database was made read-only.</summary>
    public static async Task<bool> TakesWritesAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var batch = Sql.Batch(connection, Sql.Command("SELECT current_setting('transaction_read_only') = 'off'"));
        return await batch.ExecuteScalarAsync(stop) is true;
    }
}
