using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Sessions;

/// <summary>Answers what lists of people there are beside the members of a room.</summary>
internal static class RoomLists
{
    /// <summary>Who may not come in.</summary>
    public static async Task<byte[]> BansAsync(
        Request.RoomBans bans, UserId user, IChatStore store, CancellationToken stop)
    {
        if (RoomAccess.Check(await store.FindRoomAsync(bans.Room, user, stop), RoomAction.SeeApplicants) is { } code)
        {
            return Answers.Error(bans.Id, code);
        }

        var page = await store.ListBansAsync(bans.Room, bans.Cursor, bans.Limit, stop);
        return Answers.Bans(bans.Id, page.People, page.Cursor);
    }

    /// <summary>Who asks to come in.</summary>
    public static async Task<byte[]> JoinRequestsAsync(
        Request.RoomJoinRequests asked, UserId user, IChatStore store, CancellationToken stop)
    {
        if (RoomAccess.Check(await store.FindRoomAsync(asked.Room, user, stop), RoomAction.SeeApplicants) is { } code)
        {
            return Answers.Error(asked.Id, code);
        }

        var page = await store.ListJoinRequestsAsync(asked.Room, asked.Cursor, asked.Limit, stop);
        return Answers.JoinRequests(asked.Id, page.People, page.Cursor);
    }

    /// <summary>Whom the user has blocked.</summary>
    public static async Task<byte[]> BlocksAsync(
        Request.UserBlocks blocks, UserId user, IChatStore store, CancellationToken stop)
    {
        var page = await store.ListBlocksAsync(user, blocks.Cursor, blocks.Limit, stop);
        return Answers.Blocks(blocks.Id, page.People, page.Cursor);
    }
}
