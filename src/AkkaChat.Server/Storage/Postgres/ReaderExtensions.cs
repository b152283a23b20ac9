using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Columns that may be null.</summary>
internal static class ReaderExtensions
{
    /// <summary>The number in a column, or null.</summary>
    public static long? NumberOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetInt64(column);

    /// <summary>The text in a column, or null.</summary>
    public static string? TextOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>The bytes in a column.</summary>
    public static byte[] Bytes(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);
}
