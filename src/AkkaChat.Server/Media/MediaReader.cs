using AkkaChat.Protocol;

namespace AkkaChat.Server.Media;

/// <summary>Finds and opens files for those who may have them.</summary>
internal sealed class MediaReader(IMediaIndex index, IMediaFiles files, MediaSigner signer)
{
    /// <summary>A file that <paramref name="user"/>, or whoever has this address, may get; null if there is none.</summary>
    public async Task<MediaRecord?> FindAsync(
        MediaId media, MediaVariant variant, UserId? user, IQueryCollection query, CancellationToken stop)
    {
        if (query[MediaSigner.ExpiryName] is [{ } expiry] && query[MediaSigner.SignatureName] is [{ } signature]
            && signer.IsGood(media, variant, expiry, signature))
        {
            return await index.FindAsync(media, stop);
        }

        return user is { } reader && await index.FindReadableAsync([media], reader, stop) is [var found] ? found : null;
    }

    /// <summary>The bytes of a form of it; null if there is no such form.</summary>
    public async Task<Stream?> OpenAsync(MediaRecord media, MediaVariant variant, CancellationToken stop) =>
        variant == MediaVariant.Thumb && !media.HasThumb ? null : await files.OpenAsync(media.Id, variant, stop);
}
