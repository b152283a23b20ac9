using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using Xunit;
using static AkkaChat.Tests.Wire.WireMessages;

namespace AkkaChat.Tests.Wire;

/// <summary>
/// What nodes of neighbouring versions say to each other. Each file has two lines of hexadecimal digits: the message with
/// every field set, and with as few as there can be.
/// </summary>
public sealed class WireGoldenTests(WireNode node) : IClassFixture<WireNode>
{
    // Fields 200 and 201 of some later version: a number, and bytes.
    private static readonly byte[] LaterFields = [0xC0, 0x0C, 0x05, 0xCA, 0x0C, 0x03, 0x01, 0x02, 0x03];

    [Fact]
    public void Serializers_and_manifests_keep_their_names()
    {
        Assert.Equal(
            [
                "701 CA RoomCommand.React",
                "701 CB RoomCommand.Ban",
                "701 CC RoomCommand.Create",
                "701 CD RoomCommand.Dissolve",
                "701 CE RoomCommand.Edit",
                "701 CF RoomCommand.Forward",
                "701 CI RoomCommand.Invite",
                "701 CJ RoomCommand.Join",
                "701 CK RoomCommand.Block",
                "701 CL RoomCommand.Leave",
                "701 CM RoomCommand.MarkRead",
                "701 CN RoomCommand.Unban",
                "701 CO RoomCommand.OpenDirect",
                "701 CP RoomCommand.Post",
                "701 CQ RoomCommand.Mute",
                "701 CR RoomCommand.Recall",
                "701 CS RoomCommand.SetRole",
                "701 CU RoomCommand.Update",
                "701 CX RoomCommand.Remove",
                "701 CY RoomCommand.Accept",
                "701 CZ RoomCommand.Refuse",
                "701 NT TypingNotice",
                "701 RD RoomReply.Done",
                "701 RM RoomReply.Marked",
                "701 RR RoomReply.Refused",
                "702 FE FeedMessage.Events",
                "702 FH FeedMessage.Head",
                "702 FI FeedMessage.Interested",
                "702 FM FeedMessage.Ephemeral",
                "702 FS FeedMessage.Subscribed",
                "702 II InterestCommand.Interest",
                "702 IS InterestCommand.Subscribe",
                "702 IU InterestCommand.Unsubscribe",
                "703 CE UserCommand.RoomEntered",
                "703 CL UserCommand.RoomLeft",
                "703 CR UserCommand.Register",
                "703 CT UserCommand.Tell",
                "703 PD UserPush.Displaced",
                "703 PE UserPush.RoomEntered",
                "703 PL UserPush.RoomLeft",
                "703 PO UserPush.OwnerStopped",
                "703 PR UserPush.Registered",
                "703 PT UserPush.Tell",
                "703 WC PresencePush.Changed",
                "703 WS PresencePush.Stopped",
                "703 WU PresenceCommand.Unwatch",
                "703 WW PresenceCommand.Watch",
                "704 HJ PlainHubCommand.Join",
                "704 HS PlainHubCommand.Say",
                "704 PJ PlainHubPush.Joined",
                "704 PS PlainHubPush.Said",
            ],
            Full(node.System)
                .Select(message => (Written: node.Write(message), Name: NameOf(message.GetType())))
                .Select(message => $"{message.Written.Serializer} {message.Written.Manifest} {message.Name}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_of_message_has_a_golden_file()
    {
        var files = Directory.EnumerateFiles(Folder(), "*.hex").Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(Types.Select(NameOf), files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_message_is_written_as_its_golden_file()
    {
        Assert.All(Samples(), sample => Assert.Equal(sample.Golden, Convert.ToHexStringLower(node.Write(sample.Message).Bytes)));
    }

    [Fact]
    public void A_golden_file_is_read_as_its_message()
    {
        Assert.All(Samples(), sample => Assert.Equal(Describe(sample.Message), Describe(Read(sample.Message, sample.Golden))));
    }

    [Fact]
    public void What_a_later_version_adds_is_not_read()
    {
        var later = Convert.ToHexString(LaterFields);

        Assert.All(
            Samples(),
            sample => Assert.Equal(Describe(sample.Message), Describe(Read(sample.Message, sample.Golden + later))));
    }

    [Fact]
    public void What_an_earlier_version_lacks_is_as_if_it_was_not_set()
    {
        var refused = new RoomReply.Refused(9, ErrorCode.RateLimited, null);
        var numberAndCode = "0809" + "100e"; // the reply before it said when to ask again

        Assert.Equal(Describe(refused), Describe(Read(refused, numberAndCode)));
    }

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Golden", "wire");

    private IEnumerable<(object Message, string Golden)> Samples() =>
        WithLine(0, Full(node.System)).Concat(WithLine(1, Least(node.System)));

    private static IEnumerable<(object Message, string Golden)> WithLine(int line, IEnumerable<object> messages) =>
        messages.Select(message =>
            (message, File.ReadAllLines(Path.Combine(Folder(), NameOf(message.GetType()) + ".hex"))[line]));

    private object Read(object alike, string hex)
    {
        var (serializer, manifest, _) = node.Write(alike);
        return node.System.Serialization.Deserialize(Convert.FromHexString(hex), serializer, manifest);
    }
}
