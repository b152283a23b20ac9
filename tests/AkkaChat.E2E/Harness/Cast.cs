namespace AkkaChat.E2E.Harness;

/// <summary>The people of one test, and a room for them; cleared away at the end.</summary>
public sealed class Cast(ServerProcess server)
{
    private readonly List<ChatClient> _clients = [];

    /// <summary>The server that they are on.</summary>
    public ServerProcess Server => server;

    /// <summary>Signs somebody in.</summary>
    public Task<Guest> GuestAsync(string name) => Guest.SignInAsync(server, name);

    /// <summary>Connects somebody who signed in.</summary>
    public Task<ChatClient> ConnectAsync(Guest guest, ConnectOptions? options = null, int? receiveBytes = null) =>
        ConnectAsync(server, guest, options, receiveBytes);

    /// <summary>Connects somebody who signed in to another node of the same cluster.</summary>
    public async Task<ChatClient> ConnectAsync(
        ServerProcess node, Guest guest, ConnectOptions? options = null, int? receiveBytes = null)
    {
        var client = await ChatClient.ConnectAsync(node, guest, options, receiveBytes);
        _clients.Add(client);
        return client;
    }

    /// <summary>Opens a socket that says nothing.</summary>
    public async Task<ChatClient> OpenAsync(string[]? subprotocols = null, string query = "", string? header = null)
    {
        var client = await ChatClient.OpenAsync(new Uri(server.SocketAddress + query), subprotocols, header);
        _clients.Add(client);
        return client;
    }

    /// <summary>Signs somebody in and connects.</summary>
    public async Task<(Guest Guest, ChatClient Client)> ComeAsync(string name, ConnectOptions? options = null)
    {
        var guest = await GuestAsync(name);
        return (guest, await ConnectAsync(guest, options));
    }

    /// <summary>A new room of <paramref name="owner"/> with <paramref name="members"/>; gives its id.</summary>
    public static async Task<string> RoomAsync(ChatClient owner, params Guest[] members)
    {
        var answer = await owner.AskAsync(
            "room.create", new { name = "Team", kind = "group", members = members.Select(member => member.Id) });
        Assert.Equal("ok", answer.Type);
        return answer.Text("room", "id")!;
    }

    /// <summary>A new room that anybody may join.</summary>
    public static async Task<string> PublicRoomAsync(ChatClient owner)
    {
        var answer = await owner.AskAsync("room.create", new { name = "Open", kind = "channel", @public = true });
        Assert.Equal("ok", answer.Type);
        return answer.Text("room", "id")!;
    }

    /// <summary>Ends all connections; a test class calls it at its own end, so there is no interface to remind of it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
    }
}
