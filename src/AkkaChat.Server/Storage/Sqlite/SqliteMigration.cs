using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AkkaChat.Server.Storage.Sqlite;

/// <summary>One numbered step of the schema.</summary>
/// <param name="Number">Its place: 1, 2, 3 …</param>
/// <param name="Name">What it does, in a word or two.</param>
/// <param name="Script">Its SQL.</param>
internal sealed record SqliteMigration(int Number, string Name, string Script)
{
    private const string Prefix = "sqlite/";
    private const string Suffix = ".sql";

    /// <summary>Tells whether a step was changed after it was applied.</summary>
    public string Sha { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script.ReplaceLineEndings("\n"))));

    /// <summary>The steps that this program brings along, in order.</summary>
    public static IReadOnlyList<SqliteMigration> Embedded()
    {
        var assembly = typeof(SqliteMigration).Assembly;
        var steps = new List<SqliteMigration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[Prefix.Length..^Suffix.Length];
            var number = int.Parse(name.AsSpan(0, name.IndexOf('_', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
            steps.Add(new SqliteMigration(number, name, reader.ReadToEnd()));
        }

        return [.. steps.OrderBy(step => step.Number)];
    }
}
