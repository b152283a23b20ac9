using System.Runtime.Serialization;
using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using CsCheck;
using Xunit;
using static AkkaChat.Tests.Support.Samples;
using static AkkaChat.Tests.Wire.WireMessages;

namespace AkkaChat.Tests.Wire;

/// <summary>Bytes that no node of ours writes are refused as such, and never anything else.</summary>
public sealed class WireHostileTests(WireNode node) : IClassFixture<WireNode>
{
    private const int Rounds = 2_000;

    [Fact]
    public void Random_bytes_are_refused_or_read()
    {
        var kinds = Kinds();

        Gen.Select(Gen.Int[0, kinds.Length - 1], Gen.Byte.Array[0, 60]).Sample(
            (kind, bytes) => IsTakenOrRefused(kinds[kind], bytes), iter: Rounds * kinds.Length);
    }

    [Fact]
    public void A_damaged_message_is_refused_or_read()
    {
        var kinds = Kinds().Where(kind => kind.Bytes.Length > 0).ToArray();

        Gen.Select(Gen.Int[0, kinds.Length - 1], Gen.Int[0, 1 << 20], Gen.Byte).Sample(
            (kind, place, value) =>
            {
                var bytes = (byte[])kinds[kind].Bytes.Clone();
                bytes[place % bytes.Length] = value;
                return IsTakenOrRefused(kinds[kind], bytes);
            },
            iter: Rounds * kinds.Length);
    }

    [Fact]
    public void A_message_cut_short_anywhere_is_refused_or_read()
    {
        Assert.All(Kinds(), kind => Assert.All(
            Enumerable.Range(0, kind.Bytes.Length), length => Assert.True(IsTakenOrRefused(kind, kind.Bytes[..length]))));
    }

    [Theory]
    [InlineData(701)]
    [InlineData(702)]
    [InlineData(703)]
    [InlineData(704)]
    public void An_unknown_manifest_is_refused(int serializer)
    {
        Assert.Throws<SerializationException>(() => node.System.Serialization.Deserialize([], serializer, "ZZ"));
        Assert.Throws<SerializationException>(() => node.System.Serialization.Deserialize([], serializer, string.Empty));
    }

    [Theory]
    [InlineData("room", "0a01201205752d616e6e")] // a blank
    [InlineData("user", "0a06722d7465616d")] // none at all
    [InlineData("text", "0a06722d7465616d1202ff41")] // not UTF-8
    public void An_id_that_is_none_is_refused(string what, string hex)
    {
        var (serializer, manifest, _) = node.Write(Join(Ann));

        var refusal = Assert.Throws<SerializationException>(
            () => node.System.Serialization.Deserialize(Convert.FromHexString(hex), serializer, manifest));

        Assert.Contains("manifest CJ", refusal.Message, StringComparison.Ordinal);
        Assert.NotEmpty(what);
    }

    [Fact]
    public void A_number_that_no_name_has_is_refused()
    {
        var refused = new RoomReply.Refused(1, (ErrorCode)99, null);
        var create = Create(Ann) with { Kind = 0 };

        Assert.Contains("no ErrorCode has the number 99", Refusal(refused).Message, StringComparison.Ordinal);
        Assert.Contains("no RoomKind has the number 0", Refusal(create).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_that_is_no_object_or_too_long_is_refused()
    {
        var array = new MessageContent("text", "[1]"u8.ToArray());
        var nothing = new MessageContent("text", default);
        var longer = new MessageContent("text", new byte[MessageContent.MaxBytes + 1]);

        Assert.All([array, nothing, longer], content => Refusal(Edit(Ann, 1, 1) with { Content = content }));
    }

    private SerializationException Refusal(object message) =>
        Assert.Throws<SerializationException>(() => node.Reread(message));

    private (int Serializer, string Manifest, byte[] Bytes)[] Kinds() =>
        [.. Full(node.System).Select(node.Write)];

    private bool IsTakenOrRefused((int Serializer, string Manifest, byte[] Bytes) kind, byte[] bytes)
    {
        try
        {
            return node.System.Serialization.Deserialize(bytes, kind.Serializer, kind.Manifest) is not null;
        }
        catch (SerializationException)
        {
            return true;
        }
    }
}
