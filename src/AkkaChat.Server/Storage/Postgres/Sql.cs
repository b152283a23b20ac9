using Npgsql;
using NpgsqlTypes;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Statements and their parameters, each with its type; values never stand in the text.</summary>
internal static class Sql
{
    /// <summary>Statements that go to the database in one message.</summary>
    public static NpgsqlBatch Batch(NpgsqlConnection connection, params IEnumerable<NpgsqlBatchCommand> commands)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    /// <summary>A statement with parameters <c>$1</c>, <c>$2</c> …</summary>
    public static NpgsqlBatchCommand Command(string text, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        command.Parameters.AddRange(parameters);
        return command;
    }

    /// <summary>A text, or null.</summary>
    public static NpgsqlParameter Text(string? value) => One(value, NpgsqlDbType.Text);

    /// <summary>A number, or null.</summary>
    public static NpgsqlParameter Number(long? value) => One(value, NpgsqlDbType.Bigint);

    /// <summary>True or false.</summary>
    public static NpgsqlParameter Flag(bool value) => One(value, NpgsqlDbType.Boolean);

    /// <summary>A column of texts.</summary>
    public static NpgsqlParameter Texts<T>(IReadOnlyCollection<T> rows, Func<T, string?> column) =>
        Column(rows, column, NpgsqlDbType.Text);

    /// <summary>A column of numbers.</summary>
    public static NpgsqlParameter Numbers<T>(IReadOnlyCollection<T> rows, Func<T, long> column) =>
        Column(rows, column, NpgsqlDbType.Bigint);

    /// <summary>A column of numbers, some of them null.</summary>
    public static NpgsqlParameter NumbersOrNull<T>(IReadOnlyCollection<T> rows, Func<T, long?> column) =>
        Column(rows, column, NpgsqlDbType.Bigint);

    /// <summary>A column of true and false.</summary>
    public static NpgsqlParameter Flags<T>(IReadOnlyCollection<T> rows, Func<T, bool> column) =>
        Column(rows, column, NpgsqlDbType.Boolean);

    /// <summary>A column of true and false, some of them null.</summary>
    public static NpgsqlParameter FlagsOrNull<T>(IReadOnlyCollection<T> rows, Func<T, bool?> column) =>
        Column(rows, column, NpgsqlDbType.Boolean);

    /// <summary>A column of byte strings, some of them null.</summary>
    public static NpgsqlParameter Bytes<T>(IReadOnlyCollection<T> rows, Func<T, byte[]?> column) =>
        Column(rows, column, NpgsqlDbType.Bytea);

    private static NpgsqlParameter One(object? value, NpgsqlDbType type) =>
        new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };

    private static NpgsqlParameter<TValue[]> Column<T, TValue>(
        IReadOnlyCollection<T> rows, Func<T, TValue> column, NpgsqlDbType type)
    {
        var values = new TValue[rows.Count];
        var index = 0;
        foreach (var row in rows)
        {
            values[index++] = column(row);
        }

        return new NpgsqlParameter<TValue[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values };
    }
}
