namespace AkkaChat.Server.Storage;

/// <summary>The store can't answer now: it is down, full, slow or closing. What was being written may or may not be there.</summary>
internal sealed class StoreUnavailableException : Exception
{
    /// <summary>Without further detail.</summary>
    public StoreUnavailableException()
    {
    }

    /// <summary>With the reason in words.</summary>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and its cause.</summary>
    public StoreUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
