using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Sockets;

namespace AkkaChat.Server.Presence;

/// <summary>From a session to the presence of its node.</summary>
internal abstract record WatchCommand : INoSerializationVerificationNeeded
{
    /// <summary>
    /// The session watches these people and no others; answered with <see cref="WatchPush.Answered"/>, unless the request has
    /// no id: then whoever is there is told as news.
    /// </summary>
    /// <param name="Id">The client's request.</param>
    /// <param name="By">Whose session it is.</param>
    /// <param name="Users">Whom it watches, each once.</param>
    /// <param name="Writer">Tells whether the client takes news.</param>
    public sealed record Watch(RequestId Id, UserId By, ImmutableArray<UserId> Users, SocketWriter Writer) : WatchCommand;

    /// <summary>There was no room for some news: tell everything again when there is.</summary>
    public sealed record Missed : WatchCommand
    {
        /// <summary>The one instance.</summary>
        public static readonly Missed Instance = new();
    }
}

/// <summary>From the presence of a node to a session that watches.</summary>
internal abstract record WatchPush : INoSerializationVerificationNeeded
{
    /// <summary>The answer to the session's request.</summary>
    public sealed record Answered(byte[] Frame) : WatchPush;

    /// <summary>Frames about people who changed.</summary>
    public sealed record News(ImmutableArray<ReadOnlyMemory<byte>> Frames) : WatchPush;

    /// <summary>Whoever sends it stops, and what the session watches is forgotten: ask again.</summary>
    public sealed record Lost : WatchPush
    {
        /// <summary>The one instance.</summary>
        public static readonly Lost Instance = new();
    }
}
