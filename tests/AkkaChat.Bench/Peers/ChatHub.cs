using Microsoft.AspNetCore.SignalR;

namespace AkkaChat.Bench.Peers;

/// <summary>A group per room. A client is told <c>ready</c> once it is in its rooms.</summary>
internal sealed class ChatHub : Hub
{
    private const string User = "user";
    private const string Rooms = "rooms";

    /// <inheritdoc/>
    public override async Task OnConnectedAsync()
    {
        var query = Context.GetHttpContext()!.Request.Query;
        var rooms = query[Rooms].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        Context.Items[User] = query[User].ToString();
        Context.Items[Rooms] = rooms;
        foreach (var room in rooms)
        {
            await Groups.AddToGroupAsync(Context.ConnectionId, room);
        }

        await Clients.Caller.SendAsync("ready");
    }

    /// <summary>Says something in a room.</summary>
    public Task Send(string room, long id, string text)
    {
        if (!((HashSet<string>)Context.Items[Rooms]!).Contains(room))
        {
            throw new HubException("not a member");
        }

        return Clients.Group(room).SendAsync("event", room, Context.Items[User], id, text);
    }
}
