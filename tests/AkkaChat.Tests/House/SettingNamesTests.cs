using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using AkkaChat.Server.Start;
using Xunit;

namespace AkkaChat.Tests.House;

/// <summary>What documents and deployments say of settings is what the program has.</summary>
public sealed partial class SettingNamesTests
{
    private static readonly string Root = RepositoryRoot();
    private static readonly Dictionary<string, object?> Settings = Defaults();

    [Fact]
    public void Every_setting_named_in_documents_and_deployments_exists()
    {
        var unknown = Files()
            .SelectMany(file => SettingName().Matches(File.ReadAllText(file))
                .Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal).TrimEnd(':'))
                .Select(name => (Key: ListIndex().Replace(name, ""), File: Path.GetRelativePath(Root, file))))
            .Where(named => !IsKnown(named.Key))
            .Distinct()
            .ToList();

        Assert.Empty(unknown);
    }

    [Fact]
    public void Every_default_in_a_table_of_settings_is_the_one_in_the_program()
    {
        var rows = new[] { "README.md", "src/docs/operations.md" }
            .SelectMany(file => DefaultRow().Matches(File.ReadAllText(Path.Combine(Root, file))))
            .Select(row => (Key: row.Groups["key"].Value, Default: row.Groups["default"].Value))
            .ToList();

        Assert.True(rows.Count > 15, $"only {rows.Count} rows were found");
        Assert.All(rows, row => Assert.Equal($"{row.Key} = {Text(Settings[row.Key])}", $"{row.Key} = {row.Default}"));
    }

    private static bool IsKnown(string key) =>
        Settings.ContainsKey(key) || Settings.Keys.Any(known => known.StartsWith(key + ":", StringComparison.Ordinal));

    private static IEnumerable<string> Files() =>
    [
        Path.Combine(Root, "README.md"),
        Path.Combine(Root, "src/docs/operations.md"),
        .. Directory.GetFiles(Path.Combine(Root, "deploy"), "*", SearchOption.AllDirectories),
    ];

    private static Dictionary<string, object?> Defaults()
    {
        var settings = new Dictionary<string, object?>();
        foreach (var type in typeof(ServerOptions).Assembly.GetTypes())
        {
            if (type.GetField("Section")?.GetRawConstantValue() is string section)
            {
                Add(section, Activator.CreateInstance(type)!);
            }
        }

        return settings;

        void Add(string section, object options)
        {
            foreach (var property in options.GetType().GetProperties().Where(property => property.CanWrite))
            {
                var value = property.GetValue(options);
                if (value is null or string or IEnumerable || property.PropertyType.IsValueType)
                {
                    settings[$"{section}:{property.Name}"] = value;
                }
                else
                {
                    Add($"{section}:{property.Name}", value);
                }
            }
        }
    }

    private static string Text(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AkkaChat.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("the tests run outside of their repository");
        }

        return directory.FullName;
    }

    [GeneratedRegex(@"(?<![\w:])AkkaChat(__|:)[A-Z]\w*(:\w+)*")]
    private static partial Regex SettingName();

    [GeneratedRegex(@":\d+$")]
    private static partial Regex ListIndex();

    [GeneratedRegex(@"^\| `(?<key>AkkaChat:[\w:]+)` \| `(?<default>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex DefaultRow();
}
