using Akka.Actor;
using AkkaChat.Server.Cluster;
using Google.Protobuf;

namespace AkkaChat.Server.Sockets;

/// <summary>Bytes of <see cref="PlainHubCommand"/> and <see cref="PlainHubPush"/>; their fields are in <c>plain.proto</c>.</summary>
/// <param name="system">The actor system.</param>
internal sealed class PlainLobbySerializer(ExtendedActorSystem system) : WireSerializer(system)
{
    private const string JoinManifest = "HJ";
    private const string SayManifest = "HS";
    private const string JoinedManifest = "PJ";
    private const string SaidManifest = "PS";

    /// <inheritdoc/>
    protected override string? FindManifest(object message) => message switch
    {
        PlainHubCommand.Join => JoinManifest,
        PlainHubCommand.Say => SayManifest,
        PlainHubPush.Joined => JoinedManifest,
        PlainHubPush.Said => SaidManifest,
        _ => null,
    };

    /// <inheritdoc/>
    protected override IMessage? Encode(object message) => message switch
    {
        PlainHubCommand.Join join => new Wire.Join
        {
            Node = join.Node,
            Hub = join.Hub,
            Position = join.Position,
            Heard = join.Heard,
        },
        PlainHubCommand.Say say => new Wire.Say { Node = say.Node, Number = say.Number, Text = Wrap(say.Text) },
        PlainHubPush.Joined joined => new Wire.Joined { Hub = joined.Hub, Position = joined.Position },
        PlainHubPush.Said said => new Wire.Said
        {
            Hub = said.Hub,
            Position = said.Position,
            Node = said.Node,
            Number = said.Number,
            Text = Wrap(said.Text),
        },
        _ => null,
    };

    /// <inheritdoc/>
    protected override object? Decode(ReadOnlySpan<byte> bytes, string manifest) => manifest switch
    {
        JoinManifest => Read(Wire.Join.Parser.ParseFrom(bytes)),
        SayManifest => Read(Wire.Say.Parser.ParseFrom(bytes)),
        JoinedManifest => Read(Wire.Joined.Parser.ParseFrom(bytes)),
        SaidManifest => Read(Wire.Said.Parser.ParseFrom(bytes)),
        _ => null,
    };

    private static PlainHubCommand.Join Read(Wire.Join wire) => new(Id(wire.Node), wire.Hub, wire.Position, wire.Heard);

    private static PlainHubCommand.Say Read(Wire.Say wire) => new(Id(wire.Node), wire.Number, wire.Text.Memory);

    private static PlainHubPush.Joined Read(Wire.Joined wire) => new(wire.Hub, wire.Position);

    private static PlainHubPush.Said Read(Wire.Said wire) =>
        new(wire.Hub, wire.Position, Id(wire.Node), wire.Number, wire.Text.Memory);
}
