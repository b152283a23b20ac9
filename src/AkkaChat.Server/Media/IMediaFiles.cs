using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Media;

/// <summary>
/// Keeps the bytes of uploaded files: a directory, or whatever else can put, get and delete by name. Every method may throw
/// <see cref="StoreUnavailableException"/>.
/// </summary>
internal interface IMediaFiles
{
    /// <summary>A file to be filled, where <see cref="PutAsync"/> takes it from.</summary>
    UploadDraft Begin();

    /// <summary>Keeps what <paramref name="draft"/> holds. Afterwards it is there as a whole, also after a power cut.</summary>
    Task PutAsync(MediaId media, MediaVariant variant, UploadDraft draft, CancellationToken stop);

    /// <summary>The bytes, with their length, from wherever they are read; null if there are none.</summary>
    Task<Stream?> OpenAsync(MediaId media, MediaVariant variant, CancellationToken stop);

    /// <summary>Deletes all forms of a file, whichever there are.</summary>
    Task DeleteAsync(MediaId media, CancellationToken stop);

    /// <summary>Deletes what uploads left behind whose process ended before they did.</summary>
    /// <returns>How many.</returns>
    Task<int> DeleteDraftsAsync(DateTimeOffset writtenBefore, CancellationToken stop);
}
