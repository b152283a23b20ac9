using System.Collections.Immutable;
using Akka.Actor;
using Akka.Hosting;
using AkkaChat.Protocol;
using AkkaChat.Server.Sessions;
using AkkaChat.Server.Start;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Rooms;

/// <summary>The way to the rooms for whoever has no session.</summary>
internal sealed class RoomGateway(IRequiredActor<RoomActor> region, IOptions<ServerOptions> options)
{
    private readonly TimeSpan _timeout = options.Value.Limits.RequestTimeout;

    /// <summary>Says something in a room. A room that does not answer in time gives <see cref="ErrorCode.Unavailable"/>.</summary>
    public Task<RoomReply> PostAsync(
        RoomId room,
        UserId by,
        ClientMessageId key,
        MessageContent content,
        ImmutableArray<UserId> mentions,
        long? replyTo,
        CancellationToken stop) =>
        AskAsync(
            new RoomCommand.Post(room, by, Ref: 0, RoomRequests.NewMessageId(), key, content, mentions, replyTo), stop);

    /// <summary>Makes a room by that id, unless there is one.</summary>
    public Task<RoomReply> CreateAsync(RoomId room, UserId by, string name, RoomKind kind, CancellationToken stop) =>
        AskAsync(new RoomCommand.Create(room, by, Ref: 0, name, kind, IsPublic: true, Members: []), stop);

    private async Task<RoomReply> AskAsync(RoomCommand command, CancellationToken stop)
    {
        try
        {
            return await region.ActorRef.Ask<RoomReply>(command, _timeout, stop);
        }
        catch (AskTimeoutException)
        {
            return RoomWaiting.Refusal(command, ErrorCode.Unavailable);
        }
    }
}
