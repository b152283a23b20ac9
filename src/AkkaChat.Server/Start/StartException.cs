namespace AkkaChat.Server.Start;

/// <summary>Something the server needs to start is missing or broken; the message says what.</summary>
internal sealed class StartException : Exception, IStartFailure
{
    /// <summary>Without further detail.</summary>
    public StartException()
    {
    }

    /// <summary>With the sentence.</summary>
    public StartException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence and its cause.</summary>
    public StartException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
