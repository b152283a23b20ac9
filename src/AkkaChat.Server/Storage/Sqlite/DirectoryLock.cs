namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>
/// Holds a data directory for one server: a second one on the same files is refused. The system lets go of it when the
/// process ends, however it ends.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Makes the directory where it is missing, and takes it.</summary>
    /// <exception cref="StoreStartException">It can't be written, or another server has it.</exception>
    public static DirectoryLock Take(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreStartException(
                $"The data directory {directory} can't be made or written: {exception.Message}", exception);
        }

        var path = Path.Combine(directory, "akkachat.lock");
        try
        {
            return new DirectoryLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StoreStartException($"The data directory {directory} can't be written: {exception.Message}", exception);
        }
        catch (IOException exception)
        {
            throw new StoreStartException(
                $"The data directory {directory} is in use by another AkkaChat server, or can't be written: {exception.Message}",
                exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
