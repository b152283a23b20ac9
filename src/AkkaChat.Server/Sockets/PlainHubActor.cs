using Akka.Actor;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// Puts the texts of all nodes' plain lobbies into one order. It lives on one node; when that stops, another hub begins, and
/// the nodes say again what they have not heard. Texts that a dying hub had told to some nodes, but not to the one they came
/// from, may come to the others in another order; those that it had told to that one, but not to all, are lost to the rest.
/// </summary>
internal sealed class PlainHubActor : ReceiveActor
{
    /// <summary>Most texts kept for nodes that missed some: a moment's talk.</summary>
    public const int MostKept = 512;

    /// <summary>The same in bytes.</summary>
    public const int MostKeptBytes = 4 * 1024 * 1024;

    private readonly long _hub = Random.Shared.NextInt64(1, long.MaxValue);
    private readonly Dictionary<IActorRef, string> _nodes = [];
    private readonly Dictionary<string, long> _numbers = [];
    private readonly Queue<PlainHubPush.Said> _kept = new();
    private int _keptBytes;
    private long _position;

    /// <summary>A hub that knows no node.</summary>
    public PlainHubActor()
    {
        Receive<PlainHubCommand.Say>(OnSay);
        Receive<PlainHubCommand.Join>(OnJoin);
        Receive<Terminated>(stopped => OnStopped(stopped.ActorRef));
    }

    private void OnJoin(PlainHubCommand.Join join)
    {
        _nodes[Context.Watch(Sender)] = join.Node;
        _numbers[join.Node] = Math.Max(join.Heard, _numbers.GetValueOrDefault(join.Node));

        // Who heard another hub before has missed all that was said to this one; who is new has missed nothing.
        var oldest = _position - _kept.Count;
        var after = join.Hub == _hub ? Math.Max(join.Position, oldest) : join.Hub == 0 ? _position : oldest;
        Sender.Tell(new PlainHubPush.Joined(_hub, after));
        foreach (var said in _kept.Where(said => said.Position > after))
        {
            Sender.Tell(said);
        }
    }

    private void OnSay(PlainHubCommand.Say say)
    {
        if (!_numbers.TryGetValue(say.Node, out var last) || say.Number != last + 1)
        {
            return; // a repetition, or the one before it was lost: then both come again
        }

        _numbers[say.Node] = say.Number;
        var said = new PlainHubPush.Said(_hub, ++_position, say.Node, say.Number, say.Text);
        Keep(said);
        foreach (var node in _nodes.Keys)
        {
            node.Tell(said);
        }
    }

    private void Keep(PlainHubPush.Said said)
    {
        _kept.Enqueue(said);
        _keptBytes += said.Text.Length;
        while (_kept.Count > MostKept || _keptBytes > MostKeptBytes)
        {
            _keptBytes -= _kept.Dequeue().Text.Length;
        }
    }

    private void OnStopped(IActorRef node)
    {
        if (_nodes.Remove(node, out var name))
        {
            _numbers.Remove(name);
        }
    }
}
