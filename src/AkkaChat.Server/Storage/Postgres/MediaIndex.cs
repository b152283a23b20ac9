using AkkaChat.Protocol;
using AkkaChat.Server.Media;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>Uploaded files in PostgreSQL.</summary>
internal sealed class MediaIndex(PostgresConnections connections) : IMediaIndex
{
    // Names the lock of whoever deletes what nobody links to; any number that nothing else uses.
    private const long SweepLock = 0x616b6b61_6d656469;

    private const string Columns = "m.id, m.owner, m.mime, m.size, m.width, m.height, m.has_thumb, m.name, m.created_at";

    private const string AddSql = """
        INSERT INTO media (id, owner, mime, size, width, height, has_thumb, name, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    // OFFSET 0 keeps the look-ups by file: else all files of all rooms that the reader is in might be gathered first.
    private const string ReadableSql = $"""
        SELECT {Columns} FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (id, path, thumb)
        JOIN media m ON m.id = asked.id
        WHERE m.deleted_at IS NULL AND (
            m.owner = $4
            OR EXISTS (SELECT 1 FROM media_links l JOIN members b ON b.room = l.room AND b.user_id = $4
                WHERE l.media = m.id OFFSET 0)
            OR EXISTS (SELECT 1 FROM users u WHERE u.avatar IN (asked.path, asked.thumb))
            OR EXISTS (SELECT 1 FROM rooms r WHERE r.avatar IN (asked.path, asked.thumb) AND (r.is_public
                OR EXISTS (SELECT 1 FROM members b WHERE b.room = r.id AND b.user_id = $4 OFFSET 0))))
        """;

    private const string PageSql = """
        SELECT created_at, id FROM media
        WHERE deleted_at IS NULL AND (created_at, id) > ($1, $2) AND created_at < $3 ORDER BY created_at, id LIMIT $4
        """;

    private const string MarkSql = """
        UPDATE media m SET deleted_at = $4 FROM unnest($1::text[], $2::text[], $3::text[]) AS old (id, path, thumb)
        WHERE m.id = old.id AND m.deleted_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM media_links l WHERE l.media = m.id)
            AND NOT EXISTS (SELECT 1 FROM users u WHERE u.avatar IN (old.path, old.thumb))
            AND NOT EXISTS (SELECT 1 FROM rooms r WHERE r.avatar IN (old.path, old.thumb))
        """;

    /// <inheritdoc/>
    public Task AddAsync(MediaRecord media, CancellationToken stop) => WriteAsync(
        [
            Sql.Command(
                AddSql, Sql.Text(media.Id.Value), Sql.Text(media.Owner.Value), Sql.Text(media.Mime), Sql.Number(media.Size),
                Sql.Number(media.Width), Sql.Number(media.Height), Sql.Flag(media.HasThumb), Sql.Text(media.Name),
                Sql.Number(media.CreatedAt)),
        ],
        stop);

    /// <inheritdoc/>
    public Task RemoveAsync(MediaId media, CancellationToken stop) =>
        WriteAsync([Sql.Command("DELETE FROM media WHERE id = $1", Sql.Text(media.Value))], stop);

    /// <inheritdoc/>
    public async Task<MediaRecord?> FindAsync(MediaId media, CancellationToken stop)
    {
        var command = Sql.Command(
            $"SELECT {Columns} FROM media m WHERE m.id = $1 AND m.deleted_at IS NULL", Sql.Text(media.Value));
        return (await connections.ReadAsync(connection => ReadAsync(connection, command, Record, stop), stop))
            .FirstOrDefault();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MediaRecord>> FindReadableAsync(
        IReadOnlyList<MediaId> media, UserId reader, CancellationToken stop)
    {
        var command = Sql.Command(ReadableSql, [.. Addresses(media), Sql.Text(reader.Value)]);
        return await connections.ReadAsync(connection => ReadAsync(connection, command, Record, stop), stop);
    }

    /// <inheritdoc/>
    public Task<OrphanPage?> SweepAsync(OrphanQuery query, Func<MediaId, Task<bool>> delete, CancellationToken stop) =>
        connections.OnUpkeepAsync(
            async connection =>
            {
                var locked = Sql.Command("SELECT pg_try_advisory_lock($1)", Sql.Number(SweepLock));
                if ((await ReadAsync(connection, locked, row => row.GetBoolean(0), stop)) is not [true])
                {
                    return null;
                }

                var swept = await SweepAsync(connection, query, delete, stop);

                // After a failure the lock goes with the settings of the connection, when that is used next.
                await RunAsync(connection, [Sql.Command("SELECT pg_advisory_unlock($1)", Sql.Number(SweepLock))], stop);
                return swept;
            },
            stop);

    private static async Task<OrphanPage?> SweepAsync(
        NpgsqlConnection connection, OrphanQuery query, Func<MediaId, Task<bool>> delete, CancellationToken stop)
    {
        var after = query.After ?? OrphanMark.Start;
        var page = await ReadAsync(
            connection,
            Sql.Command(
                PageSql, Sql.Number(after.CreatedAt), Sql.Text(after.Id), Sql.Number(query.CreatedBefore),
                Sql.Number(query.Limit)),
            row => new OrphanMark(row.GetInt64(0), row.GetString(1)),
            stop);
        var old = page.ConvertAll(mark => MediaId.Parse(mark.Id));
        await RunAsync(connection, [Sql.Command(MarkSql, [.. Addresses(old), Sql.Number(query.Now)])], stop);

        var marked = await ReadAsync(
            connection,
            Sql.Command(
                "SELECT id FROM media WHERE deleted_at IS NOT NULL ORDER BY deleted_at LIMIT $1", Sql.Number(query.Limit)),
            row => MediaId.Parse(row.GetString(0)),
            stop);
        var gone = new List<MediaId>();
        foreach (var media in marked)
        {
            if (await delete(media))
            {
                gone.Add(media);
            }
        }

        await ForgetAsync(connection, gone, stop);
        return new OrphanPage(gone.Count, page.Count == query.Limit ? page[^1] : null);
    }

    private static Task<int> ForgetAsync(NpgsqlConnection connection, List<MediaId> gone, CancellationToken stop) => RunAsync(
        connection,
        [
            Sql.Command("DELETE FROM media_links WHERE media = ANY ($1)", Sql.Texts(gone, media => media.Value)),
            Sql.Command(
                "DELETE FROM media WHERE id = ANY ($1) AND deleted_at IS NOT NULL", Sql.Texts(gone, media => media.Value)),
        ],
        stop);

    private static NpgsqlParameter[] Addresses(IReadOnlyList<MediaId> media) =>
    [
        Sql.Texts(media, id => id.Value),
        Sql.Texts(media, id => MediaPath.Of(id)),
        Sql.Texts(media, id => MediaPath.Of(id, MediaVariant.Thumb)),
    ];

    private static async Task<int> RunAsync(
        NpgsqlConnection connection, NpgsqlBatchCommand[] commands, CancellationToken stop)
    {
        await using var batch = Sql.Batch(connection, commands);
        return await batch.ExecuteNonQueryAsync(stop);
    }

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlConnection connection, NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> read, CancellationToken stop)
    {
        var found = new List<T>();
        await using var batch = Sql.Batch(connection, command);
        await using var rows = await batch.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            found.Add(read(rows));
        }

        return found;
    }

    private static MediaRecord Record(NpgsqlDataReader row) => new(
        MediaId.Parse(row.GetString(0)),
        UserId.Parse(row.GetString(1)),
        row.GetString(2),
        row.GetInt64(3),
        (int?)row.NumberOrNull(4),
        (int?)row.NumberOrNull(5),
        row.GetBoolean(6),
        row.TextOrNull(7),
        row.GetInt64(8));

    private Task<int> WriteAsync(NpgsqlBatchCommand[] commands, CancellationToken stop) =>
        connections.OnWriterAsync(connection => RunAsync(connection, commands, stop), stop);
}
