namespace AkkaChat.Server.Storage;

/// <summary>The store can't be opened; the message is one sentence for whoever starts the server.</summary>
internal sealed class StoreStartException : Exception, IStartFailure
{
    /// <summary>Without further detail.</summary>
    public StoreStartException()
    {
    }

    /// <summary>With the reason in words.</summary>
    public StoreStartException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and its cause.</summary>
    public StoreStartException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
