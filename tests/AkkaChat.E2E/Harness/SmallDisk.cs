namespace AkkaChat.E2E.Harness;

/// <summary>A disk of its own that can be filled up: a file system in memory, of a fixed size.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("akkachat-e2e-disk-").FullName;

    private SmallDisk()
    {
    }

    /// <summary>A directory on it that is not there yet.</summary>
    public string Data => Path.Combine(_path, "data");

    private string Ballast => Path.Combine(_path, "ballast");

    /// <summary>Makes one.</summary>
    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            throw new InvalidOperationException("This test mounts a file system, which only root on Linux may: run it as root.");
        }

        var disk = new SmallDisk();
        await Command.RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk._path);
        return disk;
    }

    /// <summary>Leaves no byte free.</summary>
    public void FillUp()
    {
        var zeros = new byte[4096];
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(zeros);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Frees what was filled up.</summary>
    public void Free() => File.Delete(Ballast);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Command.TryAsync("umount", "-l", _path);
        Directory.Delete(_path, recursive: true);
    }
}
