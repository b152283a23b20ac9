namespace AkkaChat.Server.Http;

/// <summary>Whether this node wants clients: not before it has started, and not once it takes leave.</summary>
internal sealed class Readiness
{
    private volatile bool _hasBegun;
    private volatile bool _isDraining;

    /// <summary>True once the start is over, also later.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>True between the end of the start and the begin of the leave.</summary>
    public bool IsServing => _hasBegun && !_isDraining;

    /// <summary>The start is over.</summary>
    public void Begin() => _hasBegun = true;

    /// <summary>The node takes leave; there is no way back.</summary>
    public void Drain() => _isDraining = true;
}
