using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Media;

/// <summary>
/// Takes uploads. What is answered is kept, as a whole and on the disk; of all others nothing stays, but for what a process
/// leaves that is killed meanwhile, and that goes later.
/// </summary>
internal sealed partial class Uploads(
    IMediaFiles files,
    IMediaIndex index,
    Pictures pictures,
    UploadVolume volume,
    IOptions<MediaOptions> options,
    TimeProvider clock,
    MediaMetrics metrics,
    ILogger<Uploads> logger)
{
    private readonly UploadForm _form = new(options.Value);

    /// <summary>Takes the file of <paramref name="request"/>.</summary>
    /// <exception cref="BadHttpRequestException">The body is too large, or the client broke off.</exception>
    public async Task<UploadOutcome> TakeAsync(HttpRequest request, UserId owner, CancellationToken stop)
    {
        // Counted before anything is read: whoever does not say how much is coming is taken to send the most.
        var bytes = request.ContentLength ?? options.Value.MaxBytes;
        if (!volume.TryTake(owner, bytes, out var wait))
        {
            return Refuse(ErrorCode.RateLimited, wait);
        }

        using var draft = files.Begin();
        try
        {
            var file = await _form.ReadAsync(request, draft, stop);
            if (file.Fault is { } fault)
            {
                return Refuse(fault);
            }

            draft.Finish();
            return file.Type.Kind == MediaKind.Image
                ? await KeepPictureAsync(draft, file, owner, stop)
                : await KeepAsync(draft, thumb: null, file, owner, size: null, stop);
        }
        catch (StoreUnavailableException failure)
        {
            LogFailed(failure.Message);
            return Refuse(ErrorCode.Unavailable);
        }
    }

    private async Task<UploadOutcome> KeepPictureAsync(
        UploadDraft sent, UploadedFile file, UserId owner, CancellationToken stop)
    {
        using var picture = files.Begin();
        using var thumb = files.Begin();
        return await pictures.MakeAsync(sent, file.Type, picture, thumb, stop) switch
        {
            PictureResult.Made made => await KeepAsync(picture, thumb, file, owner, made, stop),
            PictureResult.Refused refused => Refuse(refused.Code),
            var other => throw new InvalidOperationException($"unknown result {other}"),
        };
    }

    private async Task<UploadOutcome> KeepAsync(
        UploadDraft draft, UploadDraft? thumb, UploadedFile file, UserId owner, PictureResult.Made? size, CancellationToken stop)
    {
        var media = new MediaRecord(
            MediaId.New(),
            owner,
            file.Type.Mime,
            draft.Length,
            size?.Width,
            size?.Height,
            thumb is not null,
            file.Name,
            clock.GetUtcNow().ToUnixTimeMilliseconds());

        // Entered before its bytes are there: nobody knows its name yet, and if this process ends here, it is an orphan like
        // any other. The other way round its bytes would stay for ever.
        await index.AddAsync(media, stop);
        try
        {
            if (thumb is not null)
            {
                await files.PutAsync(media.Id, MediaVariant.Thumb, thumb, stop);
            }

            await files.PutAsync(media.Id, MediaVariant.Original, draft, stop);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            await files.DeleteAsync(media.Id, CancellationToken.None);
            await index.RemoveAsync(media.Id, CancellationToken.None);
            throw;
        }

        metrics.Uploaded(media);
        return new UploadOutcome.Kept(media);
    }

    private UploadOutcome.Refused Refuse(ErrorCode code, TimeSpan? retryAfter = null)
    {
        metrics.Refused(code);
        return new UploadOutcome.Refused(code, retryAfter);
    }
}
