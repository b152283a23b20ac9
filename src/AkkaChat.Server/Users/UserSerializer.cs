using Akka.Actor;
using Akka.Serialization;
using AkkaChat.Protocol;
using AkkaChat.Server.Cluster;
using Google.Protobuf;

namespace AkkaChat.Server.Users;

/// <summary>
/// Bytes of <see cref="UserCommand"/>, <see cref="UserPush"/>, <see cref="PresenceCommand"/> and <see cref="PresencePush"/>;
/// their fields are in <c>users.proto</c>.
/// </summary>
/// <param name="system">The actor system, which knows actors by their paths.</param>
internal sealed class UserSerializer(ExtendedActorSystem system) : WireSerializer(system)
{
    private const string RegisterManifest = "CR";
    private const string EnteredManifest = "CE";
    private const string LeftManifest = "CL";
    private const string TellUserManifest = "CT";
    private const string WatchManifest = "WW";
    private const string UnwatchManifest = "WU";
    private const string ChangedManifest = "WC";
    private const string StoppedManifest = "WS";
    private const string RegisteredManifest = "PR";
    private const string OwnerStoppedManifest = "PO";
    private const string DisplacedManifest = "PD";
    private const string RoomEnteredManifest = "PE";
    private const string RoomLeftManifest = "PL";
    private const string TellManifest = "PT";

    /// <inheritdoc/>
    protected override string? FindManifest(object message) => message switch
    {
        UserCommand.Register => RegisterManifest,
        UserCommand.RoomEntered => EnteredManifest,
        UserCommand.RoomLeft => LeftManifest,
        UserCommand.Tell => TellUserManifest,
        PresenceCommand.Watch => WatchManifest,
        PresenceCommand.Unwatch => UnwatchManifest,
        PresencePush.Changed => ChangedManifest,
        PresencePush.Stopped => StoppedManifest,
        UserPush.Registered => RegisteredManifest,
        UserPush.OwnerStopped => OwnerStoppedManifest,
        UserPush.Displaced => DisplacedManifest,
        UserPush.RoomEntered => RoomEnteredManifest,
        UserPush.RoomLeft => RoomLeftManifest,
        UserPush.Tell => TellManifest,
        _ => null,
    };

    /// <inheritdoc/>
    protected override IMessage? Encode(object message) => message switch
    {
        UserCommand.Register register => Write(register),
        UserCommand.RoomEntered entered => new Wire.UserEntered
        {
            User = entered.User.Value,
            Room = entered.Room.Value,
            Seq = entered.Seq,
        },
        UserCommand.RoomLeft left => new Wire.UserLeft { User = left.User.Value, Room = left.Room.Value },
        UserCommand.Tell tell => new Wire.TellUser { User = tell.User.Value, Frame = Wrap(tell.Frame) },
        PresenceCommand.Watch watch => Write(watch),
        PresenceCommand.Unwatch unwatch => new Wire.Unwatch { User = unwatch.User.Value },
        PresencePush.Changed changed => Write(changed),
        PresencePush.Stopped stopped => new Wire.PresenceStopped { User = stopped.User.Value },
        UserPush.Registered registered => new Wire.Registered
        {
            Owner = Serialization.SerializedActorPath(registered.Owner),
            Place = registered.Place,
        },
        UserPush.OwnerStopped => new Wire.OwnerStopped(),
        UserPush.Displaced displaced => new Wire.Displaced { SameDevice = displaced.SameDevice },
        UserPush.RoomEntered entered => new Wire.RoomEntered { Room = entered.Room.Value, Seq = entered.Seq },
        UserPush.RoomLeft left => new Wire.RoomLeft { Room = left.Room.Value },
        UserPush.Tell tell => new Wire.Tell { Frame = Wrap(tell.Frame) },
        _ => null,
    };

    /// <inheritdoc/>
    protected override object? Decode(ReadOnlySpan<byte> bytes, string manifest) => manifest switch
    {
        RegisterManifest => Read(Wire.Register.Parser.ParseFrom(bytes)),
        EnteredManifest => Read(Wire.UserEntered.Parser.ParseFrom(bytes)),
        LeftManifest => Read(Wire.UserLeft.Parser.ParseFrom(bytes)),
        TellUserManifest => Read(Wire.TellUser.Parser.ParseFrom(bytes)),
        WatchManifest => Read(Wire.Watch.Parser.ParseFrom(bytes)),
        UnwatchManifest => new PresenceCommand.Unwatch(UserId.Parse(Wire.Unwatch.Parser.ParseFrom(bytes).User)),
        ChangedManifest => Read(Wire.PresenceChanged.Parser.ParseFrom(bytes)),
        StoppedManifest => new PresencePush.Stopped(UserId.Parse(Wire.PresenceStopped.Parser.ParseFrom(bytes).User)),
        RegisteredManifest => Read(Wire.Registered.Parser.ParseFrom(bytes)),
        OwnerStoppedManifest => new UserPush.OwnerStopped(),
        DisplacedManifest => new UserPush.Displaced(Wire.Displaced.Parser.ParseFrom(bytes).SameDevice),
        RoomEnteredManifest => Read(Wire.RoomEntered.Parser.ParseFrom(bytes)),
        RoomLeftManifest => new UserPush.RoomLeft(RoomId.Parse(Wire.RoomLeft.Parser.ParseFrom(bytes).Room)),
        TellManifest => new UserPush.Tell(Wire.Tell.Parser.ParseFrom(bytes).Frame.Memory),
        _ => null,
    };

    private static Wire.Register Write(UserCommand.Register register)
    {
        var wire = new Wire.Register
        {
            User = register.User.Value,
            Platform = register.Platform,
            Device = register.Device.Value,
            IsHidden = register.IsHidden,
        };
        if (register.Place is { } place)
        {
            wire.Place = place;
        }

        return wire;
    }

    private static UserCommand.Register Read(Wire.Register wire) => new(
        UserId.Parse(wire.User),
        Platform(wire.Platform),
        DeviceId.TryParse(wire.Device, out var device) ? device : throw new FormatException("not a device id"),
        wire.HasPlace ? wire.Place : null,
        wire.IsHidden);

    private static Wire.Watch Write(PresenceCommand.Watch watch)
    {
        var wire = new Wire.Watch { User = watch.User.Value, IsThere = watch.IsThere };
        if (watch.LastSeen is { } lastSeen)
        {
            wire.LastSeen = lastSeen;
        }

        return wire;
    }

    private static PresenceCommand.Watch Read(Wire.Watch wire) =>
        new(UserId.Parse(wire.User), wire.IsThere, wire.HasLastSeen ? wire.LastSeen : null);

    private static Wire.PresenceChanged Write(PresencePush.Changed changed)
    {
        var wire = new Wire.PresenceChanged
        {
            User = changed.User.Value,
            Kind = (int)changed.Kind,
            IsSure = changed.IsSure,
        };
        if (changed.LastSeen is { } lastSeen)
        {
            wire.LastSeen = lastSeen;
        }

        return wire;
    }

    private static PresencePush.Changed Read(Wire.PresenceChanged wire) => new(
        UserId.Parse(wire.User), Named<PresenceKind>(wire.Kind), wire.HasLastSeen ? wire.LastSeen : null, wire.IsSure);

    private UserPush.Registered Read(Wire.Registered wire) => new(Actor(wire.Owner), wire.Place);

    private static UserCommand.RoomEntered Read(Wire.UserEntered wire) =>
        new(UserId.Parse(wire.User), RoomId.Parse(wire.Room), wire.Seq);

    private static UserCommand.RoomLeft Read(Wire.UserLeft wire) => new(UserId.Parse(wire.User), RoomId.Parse(wire.Room));

    private static UserCommand.Tell Read(Wire.TellUser wire) => new(UserId.Parse(wire.User), wire.Frame.Memory);

    private static UserPush.RoomEntered Read(Wire.RoomEntered wire) => new(RoomId.Parse(wire.Room), wire.Seq);

    private static string Platform(string text) =>
        text.Length is >= 1 and <= Limits.MaxPlatformChars ? text : throw new FormatException("not a platform");

    private IActorRef Actor(string path) => ActorPath.TryParse(path, out _)
        ? system.Provider.ResolveActorRef(path)
        : throw new FormatException("not an actor's path");
}
