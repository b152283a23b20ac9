using System.Security.Claims;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Media;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Http;

/// <summary>Posting a message over HTTP: the socket's <c>send</c> without a socket, by the same rules.</summary>
internal static class PostMessageEndpoint
{
    /// <summary>Maps it below <paramref name="rooms"/>.</summary>
    public static void MapPostMessage(this IEndpointRouteBuilder rooms) => rooms
        .MapPost("/{id}/messages", PostAsync)
        .WithName("postMessage")
        .WithSummary("Posts a message. The answer means that it is durable; the same key never makes a second message.")
        .Accepts<MessageBody>("application/json")
        .Produces<AckBody>()
        .ProducesErrors(
            ErrorCode.BadFrame,
            ErrorCode.Unauthorized,
            ErrorCode.Forbidden,
            ErrorCode.NotMember,
            ErrorCode.Muted,
            ErrorCode.Banned,
            ErrorCode.Blocked,
            ErrorCode.NotFound,
            ErrorCode.Conflict,
            ErrorCode.TooLarge,
            ErrorCode.ContentRejected,
            ErrorCode.RateLimited,
            ErrorCode.Unavailable);

    private static async Task<IResult> PostAsync(
        HttpContext context, ClaimsPrincipal principal, RoomGateway rooms, IChatStore store, string id, CancellationToken stop)
    {
        if (AccessTokens.UserOf(principal) is not { } user)
        {
            return new Problem(ErrorCode.Unauthorized);
        }

        if (!RoomId.TryParse(id, out var room))
        {
            return new Problem(ErrorCode.NotFound);
        }

        var outcome = RequestReader.ReadMessage(room, await JsonBody.ReadBytesAsync(context.Request, stop));
        if (outcome.Request is not Request.Send send)
        {
            return new Problem(outcome.Code);
        }

        if (!await MediaReferences.MayShowAsync(send, user, store, stop))
        {
            return new Problem(ErrorCode.NotFound);
        }

        var reply = await rooms.PostAsync(room, user, send.Key, send.Content, send.Mentions, send.ReplyTo, stop);
        return reply switch
        {
            RoomReply.Done done => new EncodedJson(Bodies.Ack(room, done.Seq, done.Id, done.Time, done.Duplicate)),
            RoomReply.Refused refused => new Problem(refused.Code, refused.RetryAfter),
            _ => throw new InvalidOperationException($"unknown reply {reply.GetType().Name}"),
        };
    }
}
