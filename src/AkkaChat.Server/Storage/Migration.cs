using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AkkaChat.Server.Storage;

/// <summary>One numbered step of a schema.</summary>
/// <param name="Number">Its place: 1, 2, 3 …</param>
/// <param name="Name">What it does, in a word or two.</param>
/// <param name="Script">Its SQL.</param>
internal sealed record Migration(int Number, string Name, string Script)
{
    private const string Suffix = ".sql";

    /// <summary>Tells whether a step was changed after it was applied.</summary>
    public string Sha { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script.ReplaceLineEndings("\n"))));

    /// <summary>The steps that this program brings along for one store, in order.</summary>
    /// <param name="store">The store's name before the slash of its resources.</param>
    public static IReadOnlyList<Migration> Embedded(string store)
    {
        var prefix = store + "/";
        var assembly = typeof(Migration).Assembly;
        var steps = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[prefix.Length..^Suffix.Length];
            var number = int.Parse(name.AsSpan(0, name.IndexOf('_', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
            steps.Add(new Migration(number, name, reader.ReadToEnd()));
        }

        return [.. steps.OrderBy(step => step.Number)];
    }
}
