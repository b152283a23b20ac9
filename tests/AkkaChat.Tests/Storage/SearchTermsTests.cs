using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

public sealed class SearchTermsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" .,!?\"'*:()- ", "")]
    [InlineData("Hello, WORLD 42!", "hello world 42")]
    [InlineData("北京大学", "北京 京大 大学 学")]
    [InlineData("学", "学")]
    [InlineData("我用C#写", "我用 用 c 写")]
    [InlineData("ＡＢ１", "ab1")]
    [InlineData("𠮷野家", "𠮷野 野家 家")]
    [InlineData("カタカナ、ひらがな", "カタ タカ カナ ナ ひら らが がな な")]
    [InlineData("ÀÉÎ Привет", "àéî привет")]
    [InlineData("👍ok👍", "ok")]
    [InlineData("a\u0000b", "a b")]
    [InlineData("half \ud800 pair", "half pair")]
    [InlineData("大a大b", "大 a 大 b")]
    [InlineData("、北、京", "北 京")]
    public void Text_is_cut_into_words_and_pairs(string text, string terms) =>
        Assert.Equal(terms, SearchTerms.OfText(text));

    [Fact]
    public void A_long_word_is_known_by_its_beginning()
    {
        var term = SearchTerms.OfText(new string('a', 65));
        Assert.Equal(new string('a', 64), term);
        Assert.Equal(term, Terms(Assert.Single(SearchTerms.OfQuery(new string('a', 70)))));
        Assert.Equal(new string('a', 63), SearchTerms.OfText(new string('a', 63) + "𐐨b"));
    }

    [Fact]
    public void A_query_asks_for_pairs_in_their_order_and_for_whole_words()
    {
        var phrases = SearchTerms.OfQuery("北京大 Hello");

        Assert.Equal(2, phrases.Count);
        Assert.Equal("北京 京大", Terms(phrases[0]));
        Assert.Equal("hello", Terms(phrases[1]));
        Assert.All(phrases, phrase => Assert.False(phrase.IsPrefix));
    }

    [Theory]
    [InlineData("学")]
    [InlineData("𠮷")]
    public void A_single_dense_character_asks_for_whatever_begins_with_it(string query)
    {
        var phrase = Assert.Single(SearchTerms.OfQuery(query));

        Assert.Equal(query, Terms(phrase));
        Assert.True(phrase.IsPrefix);
    }

    [Fact]
    public void A_query_is_bounded_and_asks_nothing_twice()
    {
        Assert.Single(SearchTerms.OfQuery("hello Hello HELLO"));
        var words = Enumerable.Range(0, SearchTerms.MaxPhrases + 1).Select(number => $"w{number}");
        Assert.Equal(SearchTerms.MaxPhrases, SearchTerms.OfQuery(string.Join(' ', words)).Count);
    }

    private static string Terms(SearchPhrase phrase) => string.Join(' ', phrase.Terms);
}
