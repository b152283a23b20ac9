namespace AkkaChat.Server.Storage;

/// <summary>A cursor that no page ended with: the asker made it up, or damaged it.</summary>
internal sealed class InvalidCursorException : ArgumentException
{
    /// <summary>Without further detail.</summary>
    public InvalidCursorException()
    {
    }

    /// <summary>With the reason in words.</summary>
    public InvalidCursorException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and its cause.</summary>
    public InvalidCursorException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
