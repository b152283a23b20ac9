using AkkaChat.Protocol;
using AkkaChat.Server.Media;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>Uploaded files in SQLite.</summary>
internal sealed class MediaIndex(SqliteThreads writer, SqliteThreads readers) : IMediaIndex
{
    private const string Columns = "m.id, m.owner, m.mime, m.size, m.width, m.height, m.has_thumb, m.name, m.created_at";

    private const string FindSql = $"SELECT {Columns} FROM media m WHERE m.id = ? AND m.deleted_at IS NULL";

    private const string ReadableSql = $"""
        SELECT {Columns} FROM media m WHERE m.id = ?1 AND m.deleted_at IS NULL AND (
            m.owner = ?2
            OR EXISTS (SELECT 1 FROM media_links l JOIN members b ON b.room = l.room AND b.user = ?2 WHERE l.media = ?1)
            OR EXISTS (SELECT 1 FROM users u WHERE u.avatar IN (?3, ?4))
            OR EXISTS (SELECT 1 FROM rooms r WHERE r.avatar IN (?3, ?4) AND (r.is_public
                OR EXISTS (SELECT 1 FROM members b WHERE b.room = r.id AND b.user = ?2))))
        """;

    private const string PageSql = """
        SELECT created_at, id FROM media
        WHERE deleted_at IS NULL AND (created_at, id) > (?, ?) AND created_at < ? ORDER BY created_at, id LIMIT ?
        """;

    private const string MarkSql = """
        UPDATE media SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM media_links l WHERE l.media = ?1)
            AND NOT EXISTS (SELECT 1 FROM users u WHERE u.avatar IN (?3, ?4))
            AND NOT EXISTS (SELECT 1 FROM rooms r WHERE r.avatar IN (?3, ?4))
        """;

    /// <inheritdoc/>
    public Task AddAsync(MediaRecord media, CancellationToken stop) => WriteAsync(
        session => session
            .Query("""
                INSERT INTO media (id, owner, mime, size, width, height, has_thumb, name, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
            .Bind(media.Id.Value).Bind(media.Owner.Value).Bind(media.Mime).Bind(media.Size)
            .Bind((long?)media.Width).Bind((long?)media.Height).Bind(media.HasThumb).Bind(media.Name).Bind(media.CreatedAt)
            .Run(),
        stop);

    /// <inheritdoc/>
    public Task RemoveAsync(MediaId media, CancellationToken stop) =>
        WriteAsync(session => session.Query("DELETE FROM media WHERE id = ?").Bind(media.Value).Run(), stop);

    /// <inheritdoc/>
    public Task<MediaRecord?> FindAsync(MediaId media, CancellationToken stop) => readers.RunAsync(
        session =>
        {
            using var row = session.Query(FindSql).Bind(media.Value);
            return row.Step() ? Read(row) : null;
        },
        stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MediaRecord>> FindReadableAsync(
        IReadOnlyList<MediaId> media, UserId reader, CancellationToken stop) =>
        readers.RunAsync<IReadOnlyList<MediaRecord>>(
            session => session.Read(one => FindReadable(one, media, reader)), stop);

    /// <inheritdoc/>
    public async Task<OrphanPage?> SweepAsync(OrphanQuery query, Func<MediaId, Task<bool>> delete, CancellationToken stop)
    {
        var next = await WriteAsync(session => MarkPage(session, query), stop);
        var gone = new List<MediaId>();
        foreach (var media in await readers.RunAsync(session => Marked(session, query.Limit), stop))
        {
            if (await delete(media))
            {
                gone.Add(media);
            }
        }

        await WriteAsync(session => Forget(session, gone), stop);
        return new OrphanPage(gone.Count, next);
    }

    private static List<MediaRecord> FindReadable(SqliteSession session, IReadOnlyList<MediaId> media, UserId reader)
    {
        var found = new List<MediaRecord>();
        foreach (var id in media)
        {
            using var row = session.Query(ReadableSql).Bind(id.Value).Bind(reader.Value)
                .Bind(MediaPath.Of(id)).Bind(MediaPath.Of(id, MediaVariant.Thumb));
            if (row.Step())
            {
                found.Add(Read(row));
            }
        }

        return found;
    }

    private static OrphanMark? MarkPage(SqliteSession session, OrphanQuery query)
    {
        var page = Page(session, query);
        foreach (var (_, id) in page)
        {
            var media = MediaId.Parse(id);
            session.Query(MarkSql).Bind(id).Bind(query.Now)
                .Bind(MediaPath.Of(media)).Bind(MediaPath.Of(media, MediaVariant.Thumb)).Run();
        }

        return page.Count == query.Limit ? page[^1] : null;
    }

    private static List<OrphanMark> Page(SqliteSession session, OrphanQuery query)
    {
        var after = query.After ?? OrphanMark.Start;
        var page = new List<OrphanMark>();
        using var rows = session.Query(PageSql)
            .Bind(after.CreatedAt).Bind(after.Id).Bind(query.CreatedBefore).Bind((long)query.Limit);
        while (rows.Step())
        {
            page.Add(new OrphanMark(rows.Number(0), rows.Text(1)));
        }

        return page;
    }

    private static List<MediaId> Marked(SqliteSession session, int limit)
    {
        var marked = new List<MediaId>();
        using var rows = session
            .Query("SELECT id FROM media WHERE deleted_at IS NOT NULL ORDER BY deleted_at LIMIT ?").Bind((long)limit);
        while (rows.Step())
        {
            marked.Add(MediaId.Parse(rows.Text(0)));
        }

        return marked;
    }

    private static int Forget(SqliteSession session, List<MediaId> gone)
    {
        foreach (var media in gone)
        {
            session.Query("DELETE FROM media_links WHERE media = ?").Bind(media.Value).Run();
            session.Query("DELETE FROM media WHERE id = ? AND deleted_at IS NOT NULL").Bind(media.Value).Run();
        }

        return gone.Count;
    }

    private static MediaRecord Read(SqliteStatement row) => new(
        MediaId.Parse(row.Text(0)),
        UserId.Parse(row.Text(1)),
        row.Text(2),
        row.Number(3),
        (int?)row.NumberOrNull(4),
        (int?)row.NumberOrNull(5),
        row.Number(6) != 0,
        row.TextOrNull(7),
        row.Number(8));

    private Task<T> WriteAsync<T>(Func<SqliteSession, T> write, CancellationToken stop) =>
        writer.RunAsync(session => session.Write(write), stop);
}
