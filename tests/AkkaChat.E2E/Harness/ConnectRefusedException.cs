namespace AkkaChat.E2E.Harness;

/// <summary>The server answered <c>connect</c> with an error.</summary>
public sealed class ConnectRefusedException(Frame answer) : Exception($"connect was answered with {answer}")
{
    /// <summary>The error.</summary>
    public Frame Answer => answer;
}
