namespace AkkaChat.Server.Start;

/// <summary>The directory that holds what this node keeps; only its owner may look inside.</summary>
internal sealed class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private DataDirectory(string fullPath) => FullPath = fullPath;

    /// <summary>Where it is.</summary>
    public string FullPath { get; }

    /// <summary>Makes the directory if it is missing, and tries that files can be written there.</summary>
    /// <exception cref="StartException">They can't.</exception>
    public static DataDirectory Open(string path)
    {
        var directory = new DataDirectory(Path.GetFullPath(path));
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory.FullPath);
            }
            else
            {
                Directory.CreateDirectory(directory.FullPath, OwnerOnly);
            }

            var probe = directory.PathOf($".probe-{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, [0]);
            File.Delete(probe);
            return directory;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"The data directory {directory.FullPath} ({ServerOptions.Section}:{nameof(ServerOptions.DataDirectory)}) "
                + $"can't be written: {failure.Message}",
                failure);
        }
    }

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => Path.Combine(FullPath, name);
}
