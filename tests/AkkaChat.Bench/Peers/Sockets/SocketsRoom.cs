namespace AkkaChat.Bench.Peers.Sockets;

/// <summary>
/// A room: its members get its messages in one order. One thread at a time fans out; what is posted meanwhile waits for the
/// next round.
/// </summary>
internal sealed class SocketsRoom(string name, bool coalesce) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly HashSet<SocketsMember> _members = [];
    private SocketsMember[]? _snapshot = [];
    private List<byte[]> _waiting = [];
    private List<byte[]> _inHand = [];
    private bool _isFanningOut;

    /// <summary>Its id.</summary>
    public string Name => name;

    /// <summary>Adds a member.</summary>
    public void Enter(SocketsMember member)
    {
        lock (_gate)
        {
            _members.Add(member);
            _snapshot = null;
        }
    }

    /// <summary>Takes a member out; true if that was the last one.</summary>
    public bool Leave(SocketsMember member)
    {
        lock (_gate)
        {
            _members.Remove(member);
            _snapshot = null;
            return _members.Count == 0;
        }
    }

    /// <summary>Sends a frame to all members, after those that were posted before.</summary>
    public void Post(byte[] frame)
    {
        lock (_gate)
        {
            _waiting.Add(frame);
            if (_isFanningOut)
            {
                return;
            }

            _isFanningOut = true;
        }

        if (coalesce)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false); // behind the clients that are to be read: more to join
        }
        else
        {
            Execute();
        }
    }

    /// <summary>One round. The next one, if there is any, is not on the thread of this round's poster: it has a client to read.</summary>
    public void Execute()
    {
        SocketsMember[] members;
        lock (_gate)
        {
            (_waiting, _inHand) = (_inHand, _waiting);
            members = _snapshot ??= [.. _members];
        }

        FanOut(members);
        _inHand.Clear();
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _isFanningOut = false;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void FanOut(SocketsMember[] members)
    {
        if (coalesce && _inHand.Count > 1)
        {
            SendAll(members, ServerFrame.Join(_inHand));
            return;
        }

        foreach (var frame in _inHand)
        {
            SendAll(members, frame);
        }
    }

    private static void SendAll(SocketsMember[] members, byte[] bytes)
    {
        foreach (var member in members)
        {
            member.Send(bytes);
        }
    }
}
