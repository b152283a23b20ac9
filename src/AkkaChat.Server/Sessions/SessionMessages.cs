using Akka.Actor;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Sessions;

/// <summary>From its socket, or its node, to a session.</summary>
internal abstract record SessionInput : INoSerializationVerificationNeeded
{
    /// <summary>A text frame came.</summary>
    public sealed record Frame(RequestOutcome Outcome) : SessionInput;

    /// <summary>The client did what closes its connection.</summary>
    public sealed record Violation(CloseCode Code) : SessionInput;

    /// <summary>The socket is gone.</summary>
    public sealed record Closed : SessionInput
    {
        /// <summary>The one instance.</summary>
        public static readonly Closed Instance = new();
    }

    /// <summary>The client has read what was waiting for it.</summary>
    public sealed record Calm : SessionInput
    {
        /// <summary>The one instance.</summary>
        public static readonly Calm Instance = new();
    }

    /// <summary>The node leaves: say so and close.</summary>
    public sealed record Leave : SessionInput
    {
        /// <summary>The one instance.</summary>
        public static readonly Leave Instance = new();
    }

    /// <summary>A node that hosts rooms and users leaves or is gone: what was asked of them may never be answered.</summary>
    /// <param name="Node">Which node.</param>
    public sealed record NodeLost(Address Node) : SessionInput;
}
