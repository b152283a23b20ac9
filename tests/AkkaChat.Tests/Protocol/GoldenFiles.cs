namespace AkkaChat.Tests.Protocol;

/// <summary>The frames that clients rely on, one in a file, as they are beside the test assembly.</summary>
internal static class GoldenFiles
{
    private const string Extension = ".json";

    /// <summary>Names, without extension, of the files in a folder that begin with <paramref name="prefix"/>.</summary>
    public static IReadOnlyList<string> Names(string folder, string prefix = "") =>
        [.. Directory.EnumerateFiles(FolderPath(folder), prefix + "*" + Extension)
            .Select(path => Path.GetFileNameWithoutExtension(path)!)
            .Order(StringComparer.Ordinal)];

    /// <summary>A file's bytes, the newline at its end included.</summary>
    public static byte[] Bytes(string folder, string name) =>
        File.ReadAllBytes(Path.Combine(FolderPath(folder), name + Extension));

    /// <summary>A file's text.</summary>
    public static string Text(string folder, string name) => System.Text.Encoding.UTF8.GetString(Bytes(folder, name));

    private static string FolderPath(string folder) => Path.Combine(AppContext.BaseDirectory, "Golden", folder);
}
