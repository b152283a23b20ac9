using AkkaChat.Server.Start;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Media;

/// <summary>
/// Uploaded files in a directory, spread over two levels of folders. A file appears under its name as a whole or not at all.
/// Nodes may share the directory.
/// </summary>
internal sealed class LocalMediaFiles : IMediaFiles
{
    // So many characters of an id name a folder: 256 of them in each level.
    private const int FolderChars = 2;
    private const string Drafts = "incoming";
    private const string ThumbSuffix = ".thumb";

    private readonly string _root;

    private LocalMediaFiles(string root) => _root = root;

    /// <summary>Makes the directory if it is missing, and tries that files can be written there.</summary>
    /// <exception cref="StartException">They can't.</exception>
    public static LocalMediaFiles Open(string directory)
    {
        var files = new LocalMediaFiles(DataDirectory.Open(directory).FullPath);
        DataDirectory.Open(Path.Combine(files._root, Drafts));
        return files;
    }

    /// <summary>True if the disk is at fault.</summary>
    public static bool IsDiskFailure(Exception failure) => failure is IOException or UnauthorizedAccessException;

    /// <summary>The same failure as callers know it.</summary>
    public static StoreUnavailableException Unavailable(Exception failure) =>
        new($"Files can't be written or read: {failure.Message}", failure);

    /// <inheritdoc/>
    public UploadDraft Begin() => new(Path.Combine(_root, Drafts, Guid.NewGuid().ToString("N")));

    /// <inheritdoc/>
    public Task PutAsync(MediaId media, MediaVariant variant, UploadDraft draft, CancellationToken stop) => Task.Run(
        () =>
        {
            try
            {
                draft.Finish();
                var path = PathOf(media, variant);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Move(draft.FullPath, path);
                DirectoryFlush.Run(Path.GetDirectoryName(path)!);
            }
            catch (Exception failure) when (IsDiskFailure(failure))
            {
                throw Unavailable(failure);
            }
        },
        stop);

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(MediaId media, MediaVariant variant, CancellationToken stop)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(
                PathOf(media, variant), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception failure) when (IsDiskFailure(failure))
        {
            throw Unavailable(failure);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(MediaId media, CancellationToken stop) => Task.Run(
        () =>
        {
            try
            {
                if (Directory.Exists(FolderOf(media)))
                {
                    File.Delete(PathOf(media, MediaVariant.Thumb));
                    File.Delete(PathOf(media, MediaVariant.Original));
                }
            }
            catch (Exception failure) when (IsDiskFailure(failure))
            {
                throw Unavailable(failure);
            }
        },
        stop);

    /// <inheritdoc/>
    public Task<int> DeleteDraftsAsync(DateTimeOffset writtenBefore, CancellationToken stop) => Task.Run(
        () =>
        {
            try
            {
                var dead = new DirectoryInfo(Path.Combine(_root, Drafts)).EnumerateFiles()
                    .Where(file => file.LastWriteTimeUtc < writtenBefore.UtcDateTime)
                    .ToList();
                dead.ForEach(file => file.Delete());
                return dead.Count;
            }
            catch (Exception failure) when (IsDiskFailure(failure))
            {
                throw Unavailable(failure);
            }
        },
        stop);

    private string FolderOf(MediaId media) => Path.Combine(
        _root, media.Value[..FolderChars], media.Value[FolderChars..(2 * FolderChars)]);

    private string PathOf(MediaId media, MediaVariant variant) =>
        Path.Combine(FolderOf(media), variant == MediaVariant.Thumb ? media.Value + ThumbSuffix : media.Value);
}
