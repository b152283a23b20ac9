using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Media;
using AkkaChat.Server.Rooms;
using AkkaChat.Server.Storage;
using AkkaChat.Server.Users;

namespace AkkaChat.Server.Sessions;

/// <summary>Answers the requests that only read or change what is not a room's log: straight from the store.</summary>
internal static class SessionReads
{
    /// <summary>True if <paramref name="request"/> is answered here.</summary>
    public static bool CanAnswer(Request request) => request
        is Request.History or Request.Receipts or Request.Search or Request.RoomsList or Request.RoomGet
        or Request.RoomMembers or Request.RoomBans or Request.RoomJoinRequests or Request.RoomPin or Request.RoomSilence
        or Request.UserGet or Request.UserUpdate or Request.UserBlocks;

    /// <summary>The answer's frame.</summary>
    /// <exception cref="StoreUnavailableException">The store can't answer now.</exception>
    public static async Task<byte[]> AnswerAsync(Request request, UserId user, SessionDependencies with, CancellationToken stop)
    {
        try
        {
            return request switch
            {
                Request.History history => await HistoryAsync(history, user, with, stop),
                Request.Receipts receipts => await ReceiptsAsync(receipts, user, with, stop),
                Request.Search search => await SearchAsync(search, user, with, stop),
                Request.RoomsList list => await RoomsAsync(list, user, with, stop),
                Request.RoomGet get => await RoomAsync(get.Id, get.Room, user, with, stop),
                Request.RoomMembers members => await MembersAsync(members, user, with, stop),
                Request.RoomBans bans => await RoomLists.BansAsync(bans, user, with.Store, stop),
                Request.RoomJoinRequests asked => await RoomLists.JoinRequestsAsync(asked, user, with.Store, stop),
                Request.UserBlocks blocks => await RoomLists.BlocksAsync(blocks, user, with.Store, stop),
                Request.RoomPin pin => await ArrangeAsync(
                    pin.Id, new StoreWrite.SetView(pin.Room, user, pin.On, Silenced: null), with, stop),
                Request.RoomSilence silence => await ArrangeAsync(
                    silence.Id, new StoreWrite.SetView(silence.Room, user, Pinned: null, silence.On), with, stop),
                Request.UserGet get => await UserAsync(get.Id, get.User ?? user, with, stop),
                Request.UserUpdate update => await UpdateAsync(update, user, with, stop),
                _ => throw new ArgumentOutOfRangeException(nameof(request), request, "not a read"),
            };
        }
        catch (InvalidCursorException)
        {
            return Answers.Error(request.Id, ErrorCode.BadFrame, "The cursor is not one of ours.");
        }
    }

    /// <summary>
    /// Who <paramref name="user"/> is and what conversations they have; no user if there is none. The mark is not younger than
    /// the conversations: whoever compares it later misses none.
    /// </summary>
    public static async Task<(UserView? User, long Mark, ConversationPage Page)> SignInAsync(
        UserId user, SessionDependencies with)
    {
        var mark = with.Reads.LoadMembershipMarkAsync(user, CancellationToken.None);
        var view = await with.Store.FindUserAsync(user, CancellationToken.None);
        var before = await mark;
        var page = await ConversationsAsync(user, null, Request.RoomsList.MaxLimit, with, CancellationToken.None);
        return (view, before, page);
    }

    /// <summary>The room as <paramref name="user"/> sees it, or as much of it as is on its door.</summary>
    public static async Task<byte[]> RoomAsync(
        RequestId id, RoomId room, UserId user, SessionDependencies with, CancellationToken stop)
    {
        var view = await with.Store.FindRoomAsync(room, user, stop);
        if (RoomAccess.Check(view, RoomAction.SeeDoor) is { } code)
        {
            return Answers.Error(id, code);
        }

        return Answers.Room(
            id,
            view!.Role is null ? view with { Last = default, ReadSeq = 0, Unread = 0, Announcement = null } : view);
    }

    private static async Task<byte[]> HistoryAsync(
        Request.History history, UserId user, SessionDependencies with, CancellationToken stop)
    {
        var query = new EventQuery(
            history.Room, user, history.Before, history.After, history.Limit, Limits.MaxHistoryBytes, Folded: true);
        return await with.Store.ReadEventsAsync(query, stop) is { } page
            ? Answers.Events(history.Id, [.. page.Events.Select(stored => stored.Frame)], page.More)
            : await NotInAsync(history.Id, history.Room, with, stop);
    }

    private static async Task<byte[]> ReceiptsAsync(
        Request.Receipts receipts, UserId user, SessionDependencies with, CancellationToken stop)
    {
        var room = await with.Store.FindRoomAsync(receipts.Room, user, stop);
        if (RoomAccess.Check(room, RoomAction.SeeReceipts) is { } code)
        {
            return Answers.Error(
                receipts.Id, code, code == ErrorCode.TooLarge ? "Receipts are for rooms of at most 200 members." : null);
        }

        if (receipts.Seq > room!.LastSeq)
        {
            return Answers.Error(receipts.Id, ErrorCode.NotFound);
        }

        var list = await with.Store.ListReceiptsAsync(receipts.Room, receipts.Seq, stop);
        return Answers.Receipts(receipts.Id, list.Read, list.Unread);
    }

    private static async Task<byte[]> SearchAsync(
        Request.Search search, UserId user, SessionDependencies with, CancellationToken stop)
    {
        var query = new SearchQuery(user, search.Query, search.Room, search.Before, search.Limit);
        var page = await with.Store.SearchAsync(query, stop);
        return Answers.Search(search.Id, page.Hits, page.Before);
    }

    private static async Task<byte[]> RoomsAsync(
        Request.RoomsList list, UserId user, SessionDependencies with, CancellationToken stop)
    {
        var page = await ConversationsAsync(user, list.Cursor, list.Limit, with, stop);
        return Answers.Rooms(list.Id, page.Rooms, page.Cursor);
    }

    /// <summary>A page of conversations that fits what may wait for a slow client.</summary>
    public static async Task<ConversationPage> ConversationsAsync(
        UserId user, string? cursor, int limit, SessionDependencies with, CancellationToken stop)
    {
        var page = await with.Reads.ListConversationsAsync(new ConversationQuery(user, cursor, limit), stop);
        var fitting = 0;
        for (var bytes = 0; fitting < page.Rooms.Count; fitting++)
        {
            bytes += RoomBytes + page.Rooms[fitting].Last.Length;
            if (bytes > Limits.MaxHistoryBytes && fitting > 0)
            {
                // Long last messages: fewer rooms a page, and its cursor.
                return await with.Reads.ListConversationsAsync(new ConversationQuery(user, cursor, fitting), stop);
            }
        }

        return page;
    }

    // A room without its last message: ids, names and numbers, generously.
    private const int RoomBytes = 512;

    private static async Task<byte[]> MembersAsync(
        Request.RoomMembers members, UserId user, SessionDependencies with, CancellationToken stop)
    {
        var room = await with.Store.FindRoomAsync(members.Room, user, stop);
        if (RoomAccess.Check(room, RoomAction.SeeMembers) is { } code)
        {
            return Answers.Error(members.Id, code);
        }

        var page = await with.Store.ListMembersAsync(members.Room, members.Cursor, members.Limit, stop);
        return Answers.Members(members.Id, page.Members, page.Cursor);
    }

    private static async Task<byte[]> UserAsync(
        RequestId id, UserId user, SessionDependencies with, CancellationToken stop) =>
        await with.Store.FindUserAsync(user, stop) is { } view
            ? Answers.User(id, view)
            : Answers.Error(id, ErrorCode.NotFound);

    private static async Task<byte[]> UpdateAsync(
        Request.UserUpdate update, UserId user, SessionDependencies with, CancellationToken stop)
    {
        if (!await MediaReferences.MayShowAsync(update, user, with.Store, stop))
        {
            return Answers.Error(update.Id, ErrorCode.NotFound);
        }

        var time = with.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        await with.Writes.WriteAsync(new StoreWrite.UpdateUser(user, update.Name, update.Avatar, time), stop);
        return await UserAsync(update.Id, user, with, stop);
    }

    // The user's other sessions show it, too.
    private static async Task<byte[]> ArrangeAsync(
        RequestId id, StoreWrite.SetView write, SessionDependencies with, CancellationToken stop)
    {
        if (await with.Writes.WriteAsync(write, stop) is not StoreOutcome.Committed)
        {
            return await NotInAsync(id, write.Room, with, stop);
        }

        if (await with.Store.FindRoomAsync(write.Room, write.User, stop) is { Role: not null } view)
        {
            with.Users.Tell(new UserCommand.Tell(write.User, Pushes.Room(view)));
        }

        return Answers.Ok(id);
    }

    private static async Task<byte[]> NotInAsync(
        RequestId id, RoomId room, SessionDependencies with, CancellationToken stop)
    {
        var heads = await with.Store.LoadHeadsAsync([room], stop);
        return Answers.Error(id, heads[0] > 0 ? ErrorCode.NotMember : ErrorCode.NotFound);
    }
}
