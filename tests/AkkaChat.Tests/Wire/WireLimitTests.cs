using System.Collections.Immutable;
using System.Runtime.Serialization;
using System.Text;
using AkkaChat.Protocol;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Wire;

/// <summary>No message between nodes is larger than the limit, whatever clients send.</summary>
public sealed class WireLimitTests(WireNode node) : IClassFixture<WireNode>
{
    private static readonly RoomId LongRoom = RoomId.Parse(new string('r', 64));
    private static readonly UserId LongUser = UserId.Parse(new string('u', 64));
    private static readonly MessageContent LongContent = new(
        new string('k', Limits.MaxContentKindChars),
        Encoding.UTF8.GetBytes($$"""{"kind":"{{new string('k', Limits.MaxContentKindChars)}}","x":"{{new string('x', MessageContent.MaxBytes - 50)}}"}"""));

    // A character of three bytes in UTF-8; none in one UTF-16 unit has more.
    private static readonly string LongName = new('\u4f60', Limits.MaxNameChars);

    [Fact]
    public void The_longest_commands_fit()
    {
        var key = ClientMessageId.Parse(LongName);
        RoomCommand[] commands =
        [
            new RoomCommand.Post(
                LongRoom, LongUser, long.MaxValue, new MessageId(new string('m', 64)), key, LongContent, Many(Limits.MaxMentions), long.MaxValue),
            new RoomCommand.Edit(LongRoom, LongUser, long.MaxValue, long.MaxValue, int.MaxValue, LongContent),
            new RoomCommand.Create(
                LongRoom, LongUser, long.MaxValue, LongName, RoomKind.Channel, IsPublic: true, Many(Limits.MaxRoomMembersInCreate)),
        ];

        Assert.Equal(MessageContent.MaxBytes, LongContent.Json.Length);
        Assert.All(commands, command => Assert.InRange(node.Write(command).Bytes.Length, 1, WireLimits.MaxMessageBytes / 2));
        Assert.All(commands, command => Assert.Equal(WireMessages.Describe(command), WireMessages.Describe(node.Reread(command))));
    }

    [Fact]
    public void The_longest_event_is_far_below_a_batch()
    {
        var posted = new RoomEvent.MessagePosted(
            Limits.MaxSeq,
            Limits.MaxSeq,
            LongUser,
            new MessageId(new string('m', 64)),
            ClientMessageId.Parse(LongName),
            LongContent,
            Many(Limits.MaxMentions),
            Limits.MaxSeq,
            Limits.MaxSeq);
        var edited = new RoomEvent.MessageEdited(
            Limits.MaxSeq, Limits.MaxSeq, LongUser, Limits.MaxSeq, int.MaxValue, LongContent);
        var created = new RoomEvent.RoomCreated(
            1, Limits.MaxSeq, LongUser, LongName, RoomKind.Channel, IsPublic: true, JoinRule.Open);

        Assert.All<RoomEvent>(
            [posted, edited, created],
            longest => Assert.InRange(FrameOf(longest).Frame.Length, 1, FeedBatches.MaxBytes / 2));
    }

    [Fact]
    public void A_full_batch_fits_whatever_its_events_are()
    {
        var small = Enumerable.Repeat(new EventFrame(long.MaxValue, new byte[1], LongUser), RoomOptions.MaxRunEvents);
        var large = Enumerable.Repeat(new EventFrame(long.MaxValue, new byte[20_000], LongUser), RoomOptions.MaxRunEvents);
        var exact = new EventFrame(long.MaxValue, new byte[FeedBatches.MaxBytes - FeedBatches.EventBytes], LongUser);

        var batches = FeedBatches.Of([.. small, .. large, exact]).ToList();

        Assert.Equal((RoomOptions.MaxRunEvents * 2) + 1, batches.Sum(batch => batch.Length));
        Assert.All(
            batches,
            batch => Assert.InRange(
                node.Write(new FeedMessage.Events(LongRoom, batch)).Bytes.Length, 1, WireLimits.MaxMessageBytes));
    }

    [Fact]
    public void Events_are_cut_where_a_message_is_full_and_keep_their_order()
    {
        const int Size = FeedBatches.MaxBytes / 3;
        var frames = Enumerable.Range(1, 7)
            .Select(seq => new EventFrame(seq, new byte[Size - FeedBatches.EventBytes], null))
            .ToImmutableArray();

        var batches = FeedBatches.Of(frames);

        Assert.Equal(["1 2 3", "4 5 6", "7"], batches.Select(batch => string.Join(' ', batch.Select(frame => frame.Seq))));
    }

    [Fact]
    public void An_event_too_large_for_a_batch_is_one_by_itself()
    {
        var huge = new EventFrame(2, new byte[FeedBatches.MaxBytes], null);

        var batches = FeedBatches.Of([Frame(1), huge, Frame(3)]);

        Assert.Equal([1, 2, 3], batches.Select(batch => Assert.Single(batch).Seq));
    }

    [Fact]
    public void A_message_at_the_limit_goes_and_one_past_it_is_refused_by_name()
    {
        var beside = node.Write(new UserPush.Tell(new byte[WireLimits.MaxMessageBytes / 2])).Bytes.Length
            - (WireLimits.MaxMessageBytes / 2);
        var most = new byte[WireLimits.MaxMessageBytes - beside];

        Assert.Equal(WireLimits.MaxMessageBytes, node.Write(new UserPush.Tell(most)).Bytes.Length);
        node.Reread(new UserPush.Tell(most));
        var refusal = Assert.Throws<SerializationException>(() => node.Write(new UserPush.Tell(new byte[most.Length + 1])));
        Assert.Contains("UserPush+Tell would take 65537 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_past_the_limit_are_not_read()
    {
        var (serializer, manifest, _) = node.Write(new UserPush.Tell(new byte[1]));

        Assert.Throws<SerializationException>(
            () => node.System.Serialization.Deserialize(new byte[WireLimits.MaxMessageBytes + 1], serializer, manifest));
    }

    [Fact]
    public void A_frame_between_nodes_has_room_for_the_largest_message_and_its_envelope()
    {
        var most = node.System.Settings.Config.GetByteSize("akka.remote.dot-netty.tcp.maximum-frame-size");

        Assert.InRange(most!.Value, WireLimits.MaxMessageBytes + (16 * 1024), 2 * WireLimits.MaxMessageBytes);
    }

    private static ImmutableArray<UserId> Many(int count) =>
        [.. Enumerable.Range(0, count).Select(i => UserId.Parse($"{i:d4}{new string('u', 60)}"))];

    private static EventFrame FrameOf(RoomEvent stored) =>
        new(stored.Seq, EventCodec.EncodeFrame(LongRoom, EventHeader.Of(stored), EventCodec.EncodeBody(stored)), LongUser);
}
