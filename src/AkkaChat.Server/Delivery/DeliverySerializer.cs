using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Storage;
using Google.Protobuf;

namespace AkkaChat.Server.Delivery;

/// <summary>
/// Bytes of <see cref="InterestCommand"/> and <see cref="FeedMessage"/>; their fields are in <c>delivery.proto</c>.
/// </summary>
/// <param name="system">The actor system.</param>
internal sealed class DeliverySerializer(ExtendedActorSystem system) : WireSerializer(system)
{
    private const string SubscribeManifest = "IS";
    private const string UnsubscribeManifest = "IU";
    private const string InterestManifest = "II";
    private const string InterestedManifest = "FI";
    private const string SubscribedManifest = "FS";
    private const string EventsManifest = "FE";
    private const string HeadManifest = "FH";
    private const string EphemeralManifest = "FM";

    /// <inheritdoc/>
    protected override string? FindManifest(object message) => message switch
    {
        FeedMessage.Events => EventsManifest,
        FeedMessage.Ephemeral => EphemeralManifest,
        FeedMessage.Interested => InterestedManifest,
        FeedMessage.Subscribed => SubscribedManifest,
        FeedMessage.Head => HeadManifest,
        InterestCommand.Subscribe => SubscribeManifest,
        InterestCommand.Unsubscribe => UnsubscribeManifest,
        InterestCommand.Interest => InterestManifest,
        _ => null,
    };

    /// <inheritdoc/>
    protected override IMessage? Encode(object message) => message switch
    {
        FeedMessage.Events events => new Wire.Events { Room = events.Room.Value, Events_ = { events.Frames.Select(Write) } },
        FeedMessage.Ephemeral ephemeral => Write(ephemeral),
        FeedMessage.Interested interested => new Wire.Interested { Room = interested.Room.Value },
        FeedMessage.Subscribed subscribed => new Wire.Subscribed { Room = subscribed.Room.Value },
        FeedMessage.Head head => new Wire.Head { Room = head.Room.Value, LastSeq = head.LastSeq },
        InterestCommand.Subscribe subscribe => new Wire.Subscribe { Room = subscribe.Room.Value },
        InterestCommand.Unsubscribe unsubscribe => new Wire.Unsubscribe { Room = unsubscribe.Room.Value },
        InterestCommand.Interest interest => new Wire.Interest { Room = interest.Room.Value, Yes = interest.Yes },
        _ => null,
    };

    /// <inheritdoc/>
    protected override object? Decode(ReadOnlySpan<byte> bytes, string manifest) => manifest switch
    {
        EventsManifest => Read(Wire.Events.Parser.ParseFrom(bytes)),
        EphemeralManifest => Read(Wire.Ephemeral.Parser.ParseFrom(bytes)),
        InterestedManifest => new FeedMessage.Interested(RoomId.Parse(Wire.Interested.Parser.ParseFrom(bytes).Room)),
        SubscribedManifest => new FeedMessage.Subscribed(RoomId.Parse(Wire.Subscribed.Parser.ParseFrom(bytes).Room)),
        HeadManifest => Read(Wire.Head.Parser.ParseFrom(bytes)),
        SubscribeManifest => new InterestCommand.Subscribe(RoomId.Parse(Wire.Subscribe.Parser.ParseFrom(bytes).Room)),
        UnsubscribeManifest => new InterestCommand.Unsubscribe(RoomId.Parse(Wire.Unsubscribe.Parser.ParseFrom(bytes).Room)),
        InterestManifest => Read(Wire.Interest.Parser.ParseFrom(bytes)),
        _ => null,
    };

    private static Wire.Event Write(EventFrame frame)
    {
        var wire = new Wire.Event { Seq = frame.Seq, Frame = Wrap(frame.Frame), EndsRoom = frame.EndsRoom };
        if (frame.Gone is { } gone)
        {
            wire.Gone = gone.Value;
        }

        return wire;
    }

    private static FeedMessage.Events Read(Wire.Events wire)
    {
        var frames = ImmutableArray.CreateBuilder<EventFrame>(wire.Events_.Count);
        foreach (var stored in wire.Events_)
        {
            frames.Add(new EventFrame(stored.Seq, stored.Frame.Memory, stored.HasGone ? UserId.Parse(stored.Gone) : null)
            {
                EndsRoom = stored.EndsRoom,
            });
        }

        return new FeedMessage.Events(RoomId.Parse(wire.Room), frames.MoveToImmutable());
    }

    private static Wire.Ephemeral Write(FeedMessage.Ephemeral ephemeral)
    {
        var wire = new Wire.Ephemeral { Room = ephemeral.Room.Value, Frame = Wrap(ephemeral.Frame) };
        if (ephemeral.Except is { } except)
        {
            wire.Except = except.Value;
        }

        return wire;
    }

    private static FeedMessage.Ephemeral Read(Wire.Ephemeral wire) =>
        new(RoomId.Parse(wire.Room), wire.Frame.Memory, wire.HasExcept ? UserId.Parse(wire.Except) : null);

    private static FeedMessage.Head Read(Wire.Head wire) => new(RoomId.Parse(wire.Room), wire.LastSeq);

    private static InterestCommand.Interest Read(Wire.Interest wire) => new(RoomId.Parse(wire.Room), wire.Yes);
}
