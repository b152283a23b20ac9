using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>One of the people of a scenario, connected.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Guest">The tokens.</param>
/// <param name="Client">The connection.</param>
internal sealed record Somebody(string Id, Guest Guest, ChatClient Client)
{
    /// <summary>Asks, and waits for the answer.</summary>
    public Task<Frame> AskAsync(string type, object? fields = null) => Client.AskAsync(type, fields);

    /// <summary>Asks for what must be acknowledged; gives the event's place.</summary>
    public async Task<long> DoAsync(string type, object fields)
    {
        var answer = await AskAsync(type, fields);
        Assert.True(answer.Type == "ack", $"{type} was answered with {answer}");
        return answer.Seq;
    }

    /// <summary>Asks for what must be refused; gives the code.</summary>
    public async Task<string?> CodeOfAsync(string type, object fields) => (await AskAsync(type, fields)).Code;

    /// <summary>Says something; gives its place.</summary>
    public Task<long> SayAsync(string room, string text) =>
        DoAsync("send", new { room, clientMsgId = $"k-{Guid.NewGuid():n}", content = new { kind = "text", text } });

    /// <summary>Waits for the room to be there.</summary>
    public Task<Frame> InAsync(string room) => Client.WaitForAsync(
        push => push.Type == "room" && push.Room == room && !push.Flag("removed"), $"the room {room}");

    /// <summary>Waits to be told that they are out of it.</summary>
    public Task<Frame> OutAsync(string room, int from = 0) => Client.WaitForAsync(
        push => push.Type == "room" && push.Room == room && push.Flag("removed"), $"the end of {room}", from);
}

/// <summary>The people of one scenario, each on the next node of the stage.</summary>
internal sealed class Company(IStage stage)
{
    private readonly Cast _cast = new(stage.Servers[0]);
    private int _came;

    /// <summary>Signs somebody in and connects them.</summary>
    public async Task<Somebody> ComeAsync(string name)
    {
        var guest = await _cast.GuestAsync(name);
        return await BackAsync(guest, "web");
    }

    /// <summary>Connects somebody who signed in before.</summary>
    public async Task<Somebody> BackAsync(Guest guest, string platform)
    {
        var node = stage.Servers[_came++ % stage.Servers.Count];
        var client = await _cast.ConnectAsync(node, guest, new ConnectOptions { Platform = platform });
        return new Somebody(guest.Id, guest, client);
    }

    /// <summary>A room of <paramref name="owner"/> that the others are in, and know to be in.</summary>
    public static async Task<string> RoomAsync(Somebody owner, params Somebody[] others)
    {
        var room = await Cast.RoomAsync(owner.Client, [.. others.Select(other => other.Guest)]);
        foreach (var other in others)
        {
            await other.InAsync(room);
        }

        return room;
    }

    /// <summary>Ends all connections.</summary>
    public ValueTask DisposeAsync() => _cast.DisposeAsync();
}
