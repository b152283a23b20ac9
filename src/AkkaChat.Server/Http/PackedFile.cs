using Microsoft.Extensions.FileProviders;

namespace AkkaChat.Server.Http;

/// <summary>A file in a content coding, in memory. Its length differs from the file's own, and so does its entity tag.</summary>
internal sealed class PackedFile(IFileInfo file, string coding, byte[] bytes) : IFileInfo
{
    /// <summary>What goes into Content-Encoding.</summary>
    public string Coding => coding;

    /// <inheritdoc/>
    public bool Exists => true;

    /// <inheritdoc/>
    public bool IsDirectory => false;

    /// <inheritdoc/>
    public DateTimeOffset LastModified => file.LastModified;

    /// <inheritdoc/>
    public long Length => bytes.Length;

    /// <inheritdoc/>
    public string Name => file.Name;

    /// <summary>None: what is on disk is not packed.</summary>
    public string? PhysicalPath => null;

    /// <summary>Whether the file is another one by now.</summary>
    public bool IsStale(IFileInfo now) => now.LastModified != file.LastModified || now.Length != file.Length;

    /// <inheritdoc/>
    public Stream CreateReadStream() => new MemoryStream(bytes, writable: false);
}
