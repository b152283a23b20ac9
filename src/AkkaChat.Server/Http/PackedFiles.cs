using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace AkkaChat.Server.Http;

/// <summary>
/// The files of a folder in one content coding. Each text is packed once, as small as it gets, and kept until the file
/// changes; what would not get smaller stays as it is.
/// </summary>
internal sealed class PackedFiles(IFileProvider files, string coding) : IFileProvider
{
    /// <summary>The codings there are, the smallest first.</summary>
    public static readonly string[] Codings = ["br", "gzip"];

    private static readonly string[] Texts = [".html", ".css", ".js", ".mjs", ".json", ".webmanifest", ".svg", ".txt"];

    private readonly ConcurrentDictionary<string, PackedFile> _packed = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IFileInfo GetFileInfo(string subpath)
    {
        var file = files.GetFileInfo(subpath);
        if (!file.Exists || file.IsDirectory || !Texts.Contains(Path.GetExtension(file.Name), StringComparer.OrdinalIgnoreCase))
        {
            return file;
        }

        if (!_packed.TryGetValue(subpath, out var packed) || packed.IsStale(file))
        {
            // The keys are paths of files that exist, so there is an end to them.
            packed = new PackedFile(file, coding, Pack(file));
            _packed[subpath] = packed;
        }

        return packed.Length < file.Length ? packed : file;
    }

    /// <inheritdoc/>
    public IDirectoryContents GetDirectoryContents(string subpath) => files.GetDirectoryContents(subpath);

    /// <inheritdoc/>
    public IChangeToken Watch(string filter) => files.Watch(filter);

    private byte[] Pack(IFileInfo file)
    {
        using var packed = new MemoryStream();
        using (var source = file.CreateReadStream())
        using (Stream packer = coding == "br"
            ? new BrotliStream(packed, CompressionLevel.SmallestSize)
            : new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            source.CopyTo(packer);
        }

        return packed.ToArray();
    }
}
