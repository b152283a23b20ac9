using AkkaChat.Server.Auth;
using AkkaChat.Server.Media;
using AkkaChat.Server.Start;
using AkkaChat.Tests.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace AkkaChat.Tests.Media;

public sealed class MediaSignerTests : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly MediaId Media = MediaId.New();

    private readonly TempDirectory _directory = new();
    private readonly ManualTime _time = new();
    private readonly MediaSigner _signer;

    public MediaSignerTests() => _signer = Signer("one key of thirty-two bytes or more");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_address_is_good_until_its_moment_and_not_at_it()
    {
        var expiry = _signer.NextExpiry();
        var (exp, sig) = QueryOf(_signer.Sign(Media, MediaVariant.Original, expiry));

        _time.Advance(expiry - _time.GetUtcNow() - TimeSpan.FromSeconds(1));
        Assert.True(_signer.IsGood(Media, MediaVariant.Original, exp, sig));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_signer.IsGood(Media, MediaVariant.Original, exp, sig));
    }

    [Fact]
    public void It_is_good_for_half_of_the_time_at_least_and_for_all_of_it_at_most()
    {
        for (var second = 0; second < 2 * Lifetime.TotalSeconds; second++)
        {
            Assert.InRange(_signer.NextExpiry() - _time.GetUtcNow(), Lifetime / 2, Lifetime);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void A_forged_address_is_none()
    {
        var (exp, sig) = QueryOf(_signer.Sign(Media, MediaVariant.Original, _signer.NextExpiry()));
        var later = (long.Parse(exp, null) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.False(_signer.IsGood(MediaId.New(), MediaVariant.Original, exp, sig));
        Assert.False(_signer.IsGood(Media, MediaVariant.Thumb, exp, sig));
        Assert.False(_signer.IsGood(Media, MediaVariant.Original, later, sig));
        Assert.False(_signer.IsGood(Media, MediaVariant.Original, "-" + exp, sig));
        Assert.False(_signer.IsGood(Media, MediaVariant.Original, "99999999999999999999", sig));
        Assert.False(_signer.IsGood(Media, MediaVariant.Original, "", sig));
        Assert.False(_signer.IsGood(Media, MediaVariant.Original, exp, ""));
        Assert.False(_signer.IsGood(Media, MediaVariant.Original, exp, sig[..^1]));
        Assert.False(_signer.IsGood(Media, MediaVariant.Original, exp, sig + "A"));
        Assert.False(_signer.IsGood(Media, MediaVariant.Original, exp, sig.ToUpperInvariant()));
    }

    [Fact]
    public void Nodes_of_one_key_take_each_others_addresses_and_those_of_another_key_do_not()
    {
        var (exp, sig) = QueryOf(_signer.Sign(Media, MediaVariant.Original, _signer.NextExpiry()));

        Assert.True(Signer("one key of thirty-two bytes or more").IsGood(Media, MediaVariant.Original, exp, sig));
        Assert.False(Signer("another key of thirty-two bytes or more").IsGood(Media, MediaVariant.Original, exp, sig));
    }

    private static (string Exp, string Sig) QueryOf(string address)
    {
        var query = QueryHelpers.ParseQuery(address[address.IndexOf('?', StringComparison.Ordinal)..]);
        return (query[MediaSigner.ExpiryName].Single()!, query[MediaSigner.SignatureName].Single()!);
    }

    private MediaSigner Signer(string key) => new(
        SigningKey.Load(
            new AuthOptions { SigningKey = key }, DataDirectory.Open(_directory.Path), NullLogger<SigningKey>.Instance),
        Options.Create(new MediaOptions { UrlLifetime = Lifetime }),
        _time);
}
