using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using CsCheck;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Where a text has what was looked for.</summary>
public sealed class SearchHighlightsTests
{
    [Theory]
    [InlineData("Hello, WORLD!", "world", "WORLD")]
    [InlineData("明天下午三点开会", "下午三点", "下午三点")]
    [InlineData("明天下午三点开会", "明天 下午", "明天下午")]
    [InlineData("明天 下午 明天", "明天", "明天|明天")]
    [InlineData("会议，开会", "会", "会|会")]
    [InlineData("哈哈哈", "哈哈", "哈哈哈")]
    [InlineData("𠮷野家で", "𠮷野", "𠮷野")]
    [InlineData("ＡＢＣ１２３ abc", "abc123", "ＡＢＣ１２３")]
    [InlineData("hello hell", "hell", "hell")]
    [InlineData("我用C#写代码", "c", "C")]
    [InlineData("état ÉTAT", "état", "état|ÉTAT")]
    [InlineData("🙂 one 🙂 two", "two", "two")]
    [InlineData("nothing here", "...", "")]
    public void Ranges_are_those_of_the_text_as_it_was_written(string text, string query, string shown) =>
        Assert.Equal(shown, string.Join('|', Ranges(text, query).Select(range => text.Substring(range.Start, range.Length))));

    [Fact]
    public void A_very_long_word_is_shown_whole()
    {
        var word = new string('a', 200);

        Assert.Equal([new TextRange(2, 200)], Ranges($"x {word}", new string('A', 190)));
    }

    [Fact]
    public void There_are_at_most_so_many()
    {
        Assert.Equal(SearchHighlights.MaxRanges - 1, Ranges(Words(SearchHighlights.MaxRanges - 1), "word").Count);
        Assert.Equal(SearchHighlights.MaxRanges, Ranges(Words(SearchHighlights.MaxRanges), "word").Count);
        Assert.Equal(SearchHighlights.MaxRanges, Ranges(Words(SearchHighlights.MaxRanges + 1), "word").Count);

        static string Words(int count) => string.Join(' ', Enumerable.Repeat("word", count));
    }

    [Fact]
    public void Ranges_are_apart_ascending_and_within_any_text_even_where_surrogates_are_alone() =>
        Gen.Select(Gen.String, Gen.String[1, 12]).Sample((text, query) =>
        {
            var end = -1;
            foreach (var range in Ranges(text, query))
            {
                Assert.True(range.Start > end && range.Length > 0);
                end = range.Start + range.Length;
                Assert.True(end <= text.Length);
            }
        });

    private static IReadOnlyList<TextRange> Ranges(string text, string query) =>
        SearchHighlights.Of(text, SearchTerms.OfQuery(query));
}
