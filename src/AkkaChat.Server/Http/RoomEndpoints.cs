using System.Security.Claims;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Http;

/// <summary>Reading rooms over HTTP (protocol §12).</summary>
internal static class RoomEndpoints
{
    /// <summary>Maps the endpoints below <paramref name="api"/>.</summary>
    public static void MapRooms(this IEndpointRouteBuilder api)
    {
        var rooms = api.MapGroup("/rooms").WithTags("Rooms").RequireAuthorization();
        rooms.MapGet("/", GetRoomsAsync)
            .WithName("listRooms")
            .WithSummary("Lists the user's conversations, newest first.")
            .Produces<RoomListBody>()
            .ProducesErrors(ErrorCode.BadFrame, ErrorCode.Unauthorized, ErrorCode.TooLarge, ErrorCode.Unavailable);
        rooms.MapGet("/{id}/events", GetEventsAsync)
            .WithName("readEvents")
            .WithSummary("Reads a page of a room's log: the newest below before, or the oldest above after.")
            .Produces<EventListBody>()
            .ProducesErrors(
                ErrorCode.BadFrame, ErrorCode.Unauthorized, ErrorCode.NotMember, ErrorCode.NotFound, ErrorCode.Unavailable);
        rooms.MapPostMessage();
    }

    private static async Task<IResult> GetRoomsAsync(
        ClaimsPrincipal principal, ReadPipeline reads, string? cursor, int? limit, CancellationToken stop)
    {
        if (AccessTokens.UserOf(principal) is not { } user)
        {
            return new Problem(ErrorCode.Unauthorized);
        }

        if (limit < 1)
        {
            return new Problem(ErrorCode.BadFrame);
        }

        if (cursor?.Length > Limits.MaxPageMarkChars)
        {
            return new Problem(ErrorCode.TooLarge);
        }

        var most = Math.Min(limit ?? Request.RoomsList.MaxLimit, Request.RoomsList.MaxLimit);
        var page = await reads.ListConversationsAsync(new ConversationQuery(user, cursor, most), stop);
        return new EncodedJson(Bodies.Rooms(page.Rooms, page.Cursor));
    }

    private static async Task<IResult> GetEventsAsync(
        ClaimsPrincipal principal,
        IChatStore store,
        string id,
        long? before,
        long? after,
        int? limit,
        CancellationToken stop)
    {
        if (AccessTokens.UserOf(principal) is not { } user)
        {
            return new Problem(ErrorCode.Unauthorized);
        }

        if (!RoomId.TryParse(id, out var room))
        {
            return new Problem(ErrorCode.NotFound);
        }

        if ((before is not null && after is not null) || before < 0 || after < 0 || limit < 1)
        {
            return new Problem(ErrorCode.BadFrame);
        }

        var most = Math.Min(limit ?? Request.History.DefaultLimit, Request.History.MaxLimit);
        var query = new EventQuery(room, user, before, after, most, Limits.MaxHistoryBytes, Folded: true);
        if (await store.ReadEventsAsync(query, stop) is { } page)
        {
            return new EncodedJson(Bodies.Events([.. page.Events.Select(stored => stored.Frame)], page.More));
        }

        var isThere = await store.FindRoomAsync(room, user, stop) is not null;
        return new Problem(isThere ? ErrorCode.NotMember : ErrorCode.NotFound);
    }
}
