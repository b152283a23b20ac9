using System.Collections.Concurrent;
using AkkaChat.Protocol;
using AkkaChat.Server.Media;

namespace AkkaChat.Tests.Support;

/// <summary>Uploaded files in memory; only their owners may get them.</summary>
internal sealed class MemoryMedia : IMediaIndex
{
    private readonly ConcurrentDictionary<MediaId, MediaRecord> _media = new();

    public Task AddAsync(MediaRecord media, CancellationToken stop)
    {
        _media[media.Id] = media;
        return Task.CompletedTask;
    }

    public Task RemoveAsync(MediaId media, CancellationToken stop)
    {
        _media.TryRemove(media, out _);
        return Task.CompletedTask;
    }

    public Task<MediaRecord?> FindAsync(MediaId media, CancellationToken stop) =>
        Task.FromResult(_media.GetValueOrDefault(media));

    public Task<IReadOnlyList<MediaRecord>> FindReadableAsync(
        IReadOnlyList<MediaId> media, UserId reader, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<MediaRecord>>(
            [.. media.Select(_media.GetValueOrDefault).OfType<MediaRecord>().Where(found => found.Owner == reader)]);

    public Task<OrphanPage?> SweepAsync(OrphanQuery query, Func<MediaId, Task<bool>> delete, CancellationToken stop) =>
        Task.FromResult<OrphanPage?>(new OrphanPage(0, null));
}
