namespace AkkaChat.Server.Sockets;

/// <summary>From a node's plain lobby to the hub that orders the texts of the whole cluster.</summary>
internal abstract record PlainHubCommand
{
    /// <summary>Where the hub lives, as an entity: there is one.</summary>
    public const string Entity = "hub";

    /// <summary>
    /// The node takes part; answered with <see cref="PlainHubPush.Joined"/> and what it missed. Repeated now and then, and
    /// whenever something seems to be lost.
    /// </summary>
    /// <param name="Node">Which lobby: another one after every start of a node.</param>
    /// <param name="Hub">The hub that it heard last; 0 if none.</param>
    /// <param name="Position">The last text of that hub that it heard.</param>
    /// <param name="Heard">The last of its own texts that it heard.</param>
    public sealed record Join(string Node, long Hub, long Position, long Heard) : PlainHubCommand;

    /// <summary>A connection of the node sent a text. Repeated until the node has heard it.</summary>
    /// <param name="Node">Which lobby.</param>
    /// <param name="Number">The node's running number, from 1; taken up only behind the one before.</param>
    /// <param name="Text">The text, as it came.</param>
    public sealed record Say(string Node, long Number, ReadOnlyMemory<byte> Text) : PlainHubCommand;
}

/// <summary>From the hub to the nodes' plain lobbies.</summary>
/// <param name="Hub">Which hub: another one whenever it moved.</param>
internal abstract record PlainHubPush(long Hub)
{
    /// <summary>The node takes part: texts after <paramref name="Position"/> follow.</summary>
    public sealed record Joined(long Hub, long Position) : PlainHubPush(Hub);

    /// <summary>The next text of all; every node gets it, the one that it came from too.</summary>
    /// <param name="Hub">Which hub.</param>
    /// <param name="Position">The hub's running number, from 1.</param>
    /// <param name="Node">From which node it came.</param>
    /// <param name="Number">That node's own number of it.</param>
    /// <param name="Text">The text.</param>
    public sealed record Said(long Hub, long Position, string Node, long Number, ReadOnlyMemory<byte> Text) : PlainHubPush(Hub);
}
