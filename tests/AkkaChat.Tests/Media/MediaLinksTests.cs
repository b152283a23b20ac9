using System.Text;
using AkkaChat.Protocol;
using AkkaChat.Server.Media;
using Xunit;

namespace AkkaChat.Tests.Media;

public sealed class MediaLinksTests
{
    private const string One = "0123456789abcdef0123456789abcdef";
    private const string Other = "fedcba9876543210fedcba9876543210";

    [Theory]
    [InlineData("""{"kind":"image","url":"/media/ONE","thumb":"/media/ONE/thumb"}""", One)]
    [InlineData("""{"kind":"video","thumb":"/media/OTHER/thumb","width":1,"x":{"url":"/media/ONE"},"y":[1],"url":"/media/ONE"}""", Other, One)]
    [InlineData("""{"kind":"voice","url":"\/media\/ONE"}""", One)]
    [InlineData("""{"kind":"file","url":"https://elsewhere.example/media/ONE"}""")]
    [InlineData("""{"kind":"image","url":null,"thumb":7}""")]
    [InlineData("""{"kind":"image","url":"/media/ONE?exp=1&sig=2"}""")]
    [InlineData("""{"kind":"custom","url":"/media/ONE"}""")]
    [InlineData("""{"kind":"text","text":"a","url":"/media/ONE"}""")]
    public void A_message_shows_what_its_addresses_lead_to(string json, params string[] shown) =>
        Assert.Equal(shown, MediaLinks.Of(Content(json)).Select(media => media.Value));

    [Theory]
    [InlineData("/media/ONE", true)]
    [InlineData("/media/ONE/thumb", true)]
    [InlineData("/media/", false)]
    [InlineData("/media/x", false)]
    [InlineData("/media/ONEa", false)]
    [InlineData("/media/ONE/", false)]
    [InlineData("/media/ONE/thumb/thumb", false)]
    [InlineData("/media/../../etc/passwd", false)]
    [InlineData("/media/0123456789ABCDEF0123456789ABCDEF", false)]
    [InlineData("/media/ONE?exp=1&sig=2", false)]
    [InlineData("media/ONE", false)]
    public void An_address_of_ours_has_one_form(string address, bool isOurs) =>
        Assert.Equal(isOurs, MediaPath.TryParse(address.Replace("ONE", One, StringComparison.Ordinal), out _));

    [Fact]
    public void An_address_of_ours_that_leads_nowhere_is_seen_however_long_it_is()
    {
        var content = Content($$"""{"kind":"image","url":"/media/{{new string('x', 2000)}}","thumb":"/media/y"}""");

        Assert.Equal(["/media/", "/media/y"], MediaLinks.AddressesIn(content));
        Assert.Empty(MediaLinks.Of(content));
    }

    private static MessageContent Content(string json)
    {
        var filled = json.Replace("ONE", One, StringComparison.Ordinal).Replace("OTHER", Other, StringComparison.Ordinal);
        var kind = filled.Split('"')[3];
        return new MessageContent(kind, Encoding.UTF8.GetBytes(filled));
    }
}
