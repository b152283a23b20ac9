namespace AkkaChat.Server;

/// <summary>An exception that stops the start and explains itself: its message is one sentence for whoever started the server.</summary>
internal interface IStartFailure
{
    /// <summary>The sentence.</summary>
    string Message { get; }

    /// <summary>What the process exits with.</summary>
    int ExitCode => 1;
}
