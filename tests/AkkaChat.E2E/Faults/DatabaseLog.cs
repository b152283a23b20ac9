using System.Data.Common;
using AkkaChat.E2E.Histories;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AkkaChat.E2E.Faults;

/// <summary>The logs as they are in the database, whatever the server says.</summary>
internal static class DatabaseLog
{
    /// <summary>The logs of these rooms in PostgreSQL.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<LogEntry>>> PostgresAsync(
        string database, IReadOnlyList<string> rooms)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        return await ReadAsync(connection, rooms, "convert_from(body, 'UTF8')::json -> 'content' ->> 'text'");
    }

    /// <summary>The logs of these rooms in a file of SQLite.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<LogEntry>>> SqliteAsync(string file, IReadOnlyList<string> rooms)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        return await ReadAsync(connection, rooms, "json_extract(CAST(body AS TEXT), '$.content.text')");
    }

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<LogEntry>>> ReadAsync(
        DbConnection connection, IReadOnlyList<string> rooms, string text)
    {
        await connection.OpenAsync();
        var logs = new Dictionary<string, IReadOnlyList<LogEntry>>();
        foreach (var room in rooms)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT seq, sender, client_msg_id, {text}, time FROM room_events WHERE room = @room ORDER BY seq";
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@room";
            parameter.Value = room;
            command.Parameters.Add(parameter);
            var log = new List<LogEntry>();
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                log.Add(new LogEntry(
                    rows.GetInt64(0), rows.GetString(1), rows[2] as string, rows[3] as string, rows.GetInt64(4)));
            }

            logs.Add(room, log);
        }

        return logs;
    }
}
