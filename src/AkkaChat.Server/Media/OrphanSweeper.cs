using AkkaChat.Server.Storage;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Media;

/// <summary>
/// Deletes files that nothing shows, some time after they were uploaded, and what dead uploads left: now and then, a few at a
/// time, on one node of a cluster. When it fails nothing is lost: it is tried again.
/// </summary>
internal sealed partial class OrphanSweeper(
    IMediaIndex index,
    IMediaFiles files,
    IOptions<MediaOptions> options,
    TimeProvider clock,
    MediaMetrics metrics,
    ILogger<OrphanSweeper> logger) : BackgroundService
{
    /// <summary>Files that are looked at together: one short transaction.</summary>
    public const int PageFiles = 100;

    // The clocks of nodes that share a directory may differ, and so may that of its disk.
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(10);

    /// <summary>Looks at all old files once.</summary>
    /// <exception cref="StoreUnavailableException">The store or the disk can't be used now.</exception>
    public async Task SweepAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        OrphanMark? next = null;
        do
        {
            var query = new OrphanQuery(
                next, (now - options.Value.OrphanAge).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), PageFiles);
            var page = await index.SweepAsync(query, media => TryDeleteAsync(media, stop), stop);
            metrics.Deleted(page?.Deleted ?? 0);
            if (page is { Deleted: > 0 })
            {
                LogDeleted(page.Deleted);
            }

            next = page?.Next;
        }
        while (next is not null);

        await files.DeleteDraftsAsync(now - options.Value.UploadTimeout - MaxClockSkew, stop);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (StoreUnavailableException failure)
            {
                LogFailed(failure.Message);
            }
        }
    }

    private async Task<bool> TryDeleteAsync(MediaId media, CancellationToken stop)
    {
        try
        {
            await files.DeleteAsync(media, stop);
            return true;
        }
        catch (StoreUnavailableException failure)
        {
            LogKept(media.Value, failure.Message);
            return false;
        }
    }
}
