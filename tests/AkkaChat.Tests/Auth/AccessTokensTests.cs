using System.Globalization;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Start;
using AkkaChat.Tests.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace AkkaChat.Tests.Auth;

public sealed class AccessTokensTests : IDisposable
{
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";
    private static readonly UserId Ann = UserId.Parse("u-ann");

    private readonly TempDirectory _data = new();
    private readonly ManualTime _time = new();
    private readonly AccessTokens _tokens;

    public AccessTokensTests()
    {
        var options = new AuthOptions { SigningKey = Convert.ToBase64String(Jwt.Key) };
        var key = SigningKey.Load(options, DataDirectory.Open(_data.Path), NullLogger<SigningKey>.Instance);
        _tokens = new AccessTokens(Options.Create(options), key, _time);
    }

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    public static TheoryData<string, string> BadTokens => new()
    {
        { "alg none", """{"alg":"none","typ":"JWT"}""" },
        { "alg None", """{"alg":"None","typ":"JWT"}""" },
        { "alg with a blank", """{"alg":"HS256 ","typ":"JWT"}""" },
        { "alg in small letters", """{"alg":"hs256","typ":"JWT"}""" },
        { "alg RS256", """{"alg":"RS256","typ":"JWT"}""" },
        { "alg HS384", """{"alg":"HS384","typ":"JWT"}""" },
        { "no alg", """{"typ":"JWT"}""" },
        { "kid path", """{"alg":"HS256","kid":"../../../../dev/null"}""" },
        { "kid SQL", """{"alg":"HS256","kid":"x' UNION SELECT 'key"}""" },
        { "jku", """{"alg":"HS256","jku":"https://evil.example/keys","kid":"evil"}""" },
        { "header no object", "[]" },
    };

    [Fact]
    public async Task An_issued_token_is_good_until_the_second_it_expires()
    {
        var token = _tokens.Issue(Ann);

        var valid = Assert.IsType<TokenCheck.Valid>(await _tokens.CheckAsync(token.Text));
        Assert.Equal(Ann, valid.User);
        Assert.Equal(token.ExpiresAt, valid.ExpiresAt);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromHours(1), token.ExpiresAt);

        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.IsType<TokenCheck.Valid>(await _tokens.CheckAsync(token.Text));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<TokenCheck.Expired>(await _tokens.CheckAsync(token.Text));
    }

    [Fact]
    public void Two_tokens_of_one_moment_differ() => Assert.NotEqual(_tokens.Issue(Ann).Text, _tokens.Issue(Ann).Text);

    [Fact]
    public async Task A_token_made_elsewhere_with_the_same_key_is_good()
    {
        Assert.IsType<TokenCheck.Valid>(await _tokens.CheckAsync(Jwt.Sign(Header, Payload())));
    }

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_token_with_a_bad_header_is_invalid(string what, string header)
    {
        Assert.True(await IsInvalidAsync(Jwt.Sign(header, Payload())), what);
        Assert.True(await IsInvalidAsync(Jwt.Part(header) + "." + Jwt.Part(Payload()) + "."), what + ", unsigned");
    }

    [Fact]
    public async Task A_token_signed_by_another_algorithm_with_our_key_is_invalid()
    {
        Assert.True(await IsInvalidAsync(Jwt.SignWithSha384("""{"alg":"HS384","typ":"JWT"}""", Payload())));
    }

    [Fact]
    public async Task A_token_signed_with_another_key_is_invalid()
    {
        Assert.True(await IsInvalidAsync(Jwt.Sign(Header, Payload(), key: new byte[32])));
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("aud")]
    public async Task A_token_of_another_application_is_invalid(string claim)
    {
        var payload = Payload().Replace($"\"{claim}\":\"akkachat\"", $"\"{claim}\":\"other\"", StringComparison.Ordinal);
        Assert.True(await IsInvalidAsync(Jwt.Sign(Header, payload)));
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("sub")]
    [InlineData("exp")]
    public async Task A_token_without_a_claim_that_counts_is_invalid(string claim)
    {
        var payload = Payload().Replace($"\"{claim}\":", $"\"no_{claim}\":", StringComparison.Ordinal);
        Assert.True(await IsInvalidAsync(Jwt.Sign(Header, payload)));
    }

    [Theory]
    [InlineData("system")]
    [InlineData("../x")]
    [InlineData("")]
    public async Task A_token_of_somebody_who_can_be_no_user_is_invalid(string subject)
    {
        var payload = Payload().Replace("\"sub\":\"u-ann\"", $"\"sub\":\"{subject}\"", StringComparison.Ordinal);
        Assert.True(await IsInvalidAsync(Jwt.Sign(Header, payload)));
    }

    [Theory]
    [InlineData("nbf", 30, true)]
    [InlineData("nbf", 31, false)]
    [InlineData("iat", 30, true)]
    [InlineData("iat", 31, false)]
    public async Task A_token_of_a_clock_that_is_ahead_is_good_up_to_thirty_seconds(string claim, int ahead, bool isGood)
    {
        var begin = (Now + ahead).ToString(CultureInfo.InvariantCulture);
        Assert.Equal(!isGood, await IsInvalidAsync(Jwt.Sign(Header, Payload($",\"{claim}\":{begin}"))));
    }

    [Fact]
    public async Task A_token_that_was_tampered_with_is_invalid()
    {
        var token = _tokens.Issue(Ann).Text;
        var parts = token.Split('.');
        var other = Jwt.Part(Payload().Replace("u-ann", "u-bob", StringComparison.Ordinal));

        Assert.True(await IsInvalidAsync($"{parts[0]}.{other}.{parts[2]}"));
        Assert.True(await IsInvalidAsync($"{parts[0]}.{parts[1]}."));
        Assert.True(await IsInvalidAsync($"{parts[0]}.{parts[1]}"));
        Assert.True(await IsInvalidAsync($"{token}.x.y"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("\0")]
    public async Task What_is_no_token_is_invalid(string text) => Assert.True(await IsInvalidAsync(text));

    [Fact]
    public async Task A_token_is_read_up_to_its_longest_and_no_further()
    {
        var longest = Padded(AccessTokens.MaxChars);
        var tooLong = Padded(AccessTokens.MaxChars + 4);

        Assert.True(longest.Length is > AccessTokens.MaxChars - 4 and <= AccessTokens.MaxChars);
        Assert.IsType<TokenCheck.Valid>(await _tokens.CheckAsync(longest));
        Assert.True(tooLong.Length > AccessTokens.MaxChars);
        Assert.True(await IsInvalidAsync(tooLong));
        Assert.True(await IsInvalidAsync(new string('a', 1024 * 1024)));
    }

    [Fact]
    public void Ids_of_new_people_are_user_ids_and_differ()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => UserIds.New().Value).ToHashSet();

        Assert.Equal(1000, ids.Count);
        Assert.All(ids, id => Assert.Matches("^u-[a-z2-7]{26}$", id));
    }

    public void Dispose() => _data.Dispose();

    // A good token of about that many characters, never more; base64 grows in steps.
    private string Padded(int chars)
    {
        var bytes = chars - Jwt.Sign(Header, Payload(",\"pad\":\"\"")).Length;
        return Jwt.Sign(Header, Payload($",\"pad\":\"{new string('x', bytes * 3 / 4)}\""));
    }

    private string Payload(string more = "") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"sub":"u-ann","iss":"akkachat","aud":"akkachat","exp":{{Now + 60}}{{more}}}""");

    private async Task<bool> IsInvalidAsync(string token) => await _tokens.CheckAsync(token) is TokenCheck.Invalid;
}
