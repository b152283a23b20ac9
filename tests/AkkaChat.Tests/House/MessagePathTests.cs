using System.Text.RegularExpressions;
using Xunit;

namespace AkkaChat.Tests.House;

/// <summary>Somebody new can follow one message from socket to socket in an afternoon.</summary>
public sealed partial class MessagePathTests
{
    private const int MostFiles = 10;
    private const int MostLines = 1_500;

    [Fact]
    public void The_way_of_a_message_in_the_README_is_short_enough_to_read()
    {
        var root = RepositoryRoot();

        var files = PathRow().Matches(File.ReadAllText(Path.Combine(root, "README.md")))
            .Select(row => Path.Combine(root, row.Groups["path"].Value))
            .ToList();

        Assert.InRange(files.Count, 7, MostFiles);
        Assert.InRange(files.Sum(file => File.ReadLines(file).Count()), 1, MostLines);
    }

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AkkaChat.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("the tests run outside of their repository");
        }

        return directory.FullName;
    }

    [GeneratedRegex(@"^\| `(?<path>src/[^`]+\.cs)` \|", RegexOptions.Multiline)]
    private static partial Regex PathRow();
}
