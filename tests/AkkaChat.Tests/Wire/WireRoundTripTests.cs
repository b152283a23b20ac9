using Xunit;
using static AkkaChat.Tests.Wire.WireMessages;

namespace AkkaChat.Tests.Wire;

public sealed class WireRoundTripTests(WireNode node) : IClassFixture<WireNode>
{
    [Fact]
    public void Every_kind_of_message_has_a_full_and_a_least_sample()
    {
        var names = Types.Select(NameOf);

        Assert.Equal(names, Full(node.System).Select(message => NameOf(message.GetType())).Order(StringComparer.Ordinal));
        Assert.Equal(names, Least(node.System).Select(message => NameOf(message.GetType())).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_full_sample_has_every_field_set()
    {
        Assert.All(Full(node.System), message => Assert.Empty(Unset(message)));
    }

    [Fact]
    public void A_message_comes_back_as_it_went()
    {
        Assert.All(Full(node.System), message => Assert.Equal(Describe(message), Describe(node.Reread(message))));
    }

    [Fact]
    public void A_message_with_few_fields_comes_back_as_it_went()
    {
        Assert.All(Least(node.System), message => Assert.Equal(Describe(message), Describe(node.Reread(message))));
    }
}
