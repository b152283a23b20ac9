using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Media;

/// <summary>A file that is being uploaded. It is gone when this is disposed, unless it was kept.</summary>
/// <param name="path">Where it is.</param>
internal sealed class UploadDraft(string path) : IDisposable
{
    private FileStream? _file;

    /// <summary>Where it is.</summary>
    public string FullPath => path;

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    /// <summary>Adds to it.</summary>
    /// <exception cref="StoreUnavailableException">The disk is full or fails.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        try
        {
            _file ??= new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
            await _file.WriteAsync(bytes, stop);
            Length += bytes.Length;
        }
        catch (Exception failure) when (LocalMediaFiles.IsDiskFailure(failure))
        {
            throw LocalMediaFiles.Unavailable(failure);
        }
    }

    /// <summary>Nothing is added any more; what was is on the disk.</summary>
    /// <exception cref="StoreUnavailableException">The disk is full or fails.</exception>
    public void Finish()
    {
        try
        {
            _file?.Flush(flushToDisk: true);
            _file?.Dispose();
            _file = null;
        }
        catch (Exception failure) when (LocalMediaFiles.IsDiskFailure(failure))
        {
            throw LocalMediaFiles.Unavailable(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _file?.Dispose();
            File.Delete(path);
        }
        catch (Exception failure) when (LocalMediaFiles.IsDiskFailure(failure))
        {
            // It is deleted later, with those of uploads that ended with their process.
        }
    }
}
