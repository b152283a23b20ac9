using System.Net.Http.Json;
using System.Text.Json;
using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>Three people use every type of request that the server describes; the same on one node and on several.</summary>
public abstract class EveryRequestSuite(IStage stage) : IAsyncLifetime
{
    private readonly Company _company = new(stage);
    private readonly SortedSet<string> _used = ["connect"]; // whoever comes has asked for that
    private Somebody _ann = null!;
    private Somebody _bob = null!;
    private Somebody _cid = null!;

    public async Task InitializeAsync()
    {
        _ann = await _company.ComeAsync("Ann");
        _bob = await _company.ComeAsync("Bob");
        _cid = await _company.ComeAsync("Cid");
    }

    public async Task DisposeAsync() => await _company.DisposeAsync();

    [Fact]
    public async Task Every_type_of_request_does_what_it_is_for()
    {
        await BeThereAsync();
        var room = (await OkAsync(_ann, "room.create", new { name = "Day", kind = "group" })).Text("room", "id")!;
        await ComeInAsync(room);
        await TalkAsync(room);
        await LookAsync(room);
        await GovernAsync(room);
        await KnowEachOtherAsync();
        await EndAsync(room);

        Assert.Equal(await DescribedAsync(stage.Servers[0]), _used);
    }

    private async Task BeThereAsync()
    {
        Assert.Equal("pong", (await AskAsync(_ann, "ping", new { t = 1 })).Type);
        await PostAsync(_ann, "pong"); // has no answer; the connection goes on
        await OkAsync(_ann, "token", new { token = _ann.Guest.Token });
        await OkAsync(_ann, "background", new { on = false });
        Assert.Equal(_ann.Id, (await OkAsync(_ann, "user.get", new { })).Text("user", "id"));
        Assert.Equal("Anna", (await OkAsync(_ann, "user.update", new { name = "Anna" })).Text("user", "name"));
        Assert.Equal("Anna", (await OkAsync(_bob, "user.get", new { user = _ann.Id })).Text("user", "name"));
    }

    private async Task ComeInAsync(string room)
    {
        await OkAsync(_ann, "room.update", new { room, joinRule = "approve", @public = true });
        Assert.True((await OkAsync(_bob, "room.join", new { room })).Flag("room", "requested"));
        Assert.True((await OkAsync(_cid, "room.join", new { room })).Flag("room", "requested"));
        Assert.Equal(2, (await OkAsync(_ann, "room.requests", new { room })).List("requests").Count);
        await AckAsync(_ann, "room.accept", new { room, user = _bob.Id });
        await AckAsync(_ann, "room.refuse", new { room, user = _cid.Id });
        await AckAsync(_ann, "room.invite", new { room, users = new[] { _cid.Id } });
        await _bob.InAsync(room);
        await _cid.InAsync(room);
        Assert.Equal(3, (await OkAsync(_cid, "room.members", new { room })).List("members").Count);
    }

    private async Task TalkAsync(string room)
    {
        await PostAsync(_bob, "typing", new { room });
        await _ann.Client.WaitForAsync(push => push.Type == "typing" && push.Room == room, "that Bob types");
        var said = await AckAsync(_bob, "send", Text(room, "k-1", "cake for everybody"));
        await AckAsync(_bob, "edit", new { room, target = said, version = 1, content = new { kind = "text", text = "cake at four" } });
        await AckAsync(_cid, "react", new { room, target = said, emoji = "🎂", on = true });
        var wrong = await AckAsync(_bob, "send", Text(room, "k-2", "at five"));
        await AckAsync(_bob, "recall", new { room, target = wrong });
        var other = (await OkAsync(_cid, "dm.open", new { user = _ann.Id })).Text("room", "id")!;
        var first = await AckAsync(_cid, "forward", new { from = room, targets = new[] { said }, to = other, clientMsgId = "f-1" });
        Assert.Equal("cake at four", (await _ann.Client.WaitForEventAsync(other, first)).Words);
        Assert.Equal(wrong, (await OkAsync(_ann, "read", new { room, seq = wrong })).Seq);
        Assert.Contains(_ann.Id, (await OkAsync(_bob, "receipts", new { room, seq = said })).Texts("read"));
    }

    private async Task LookAsync(string room)
    {
        var page = (await OkAsync(_ann, "history", new { room, limit = 100 })).List("events");
        Assert.Contains(page, line => line.Words == "cake at four");
        await Patience.UntilAsync(FoundAsync, "the message to be found");
        await OkAsync(_ann, "room.pin", new { room, on = true });
        await OkAsync(_ann, "room.silence", new { room, on = true });
        var line = (await OkAsync(_ann, "rooms.list", new { })).List("rooms").Single(one => one.Text("id") == room);
        Assert.Equal((true, true), (line.Flag("pinned"), line.Flag("muted")));
        Assert.Equal("online", (await OkAsync(_ann, "presence", new { users = new[] { _bob.Id } })).List("states")[0].Text("state"));

        async Task<bool> FoundAsync() => (await OkAsync(_ann, "search", new { q = "four", room })).List("events")
            .Any(hit => hit.Words == "cake at four");
    }

    private async Task GovernAsync(string room)
    {
        await AckAsync(_ann, "room.role", new { room, user = _bob.Id, role = "admin" });
        await AckAsync(_bob, "room.mute", new { room, user = _cid.Id, forMs = 60_000 });
        Assert.Equal("muted", (await AskAsync(_cid, "send", Text(room, "k-3", "may I?"))).Code);
        await AckAsync(_bob, "room.mute", new { room, user = _cid.Id, forMs = 0 });
        await AckAsync(_bob, "room.muteAll", new { room, on = true });
        Assert.Equal("muted", (await AskAsync(_cid, "send", Text(room, "k-4", "now?"))).Code);
        await AckAsync(_bob, "room.remove", new { room, user = _cid.Id });
        await AckAsync(_bob, "room.ban", new { room, user = _cid.Id });
        Assert.Equal("banned", (await AskAsync(_cid, "room.join", new { room })).Code);
        Assert.Single((await OkAsync(_bob, "room.bans", new { room })).List("bans"));
        await AckAsync(_bob, "room.unban", new { room, user = _cid.Id });
        Assert.True((await OkAsync(_cid, "room.join", new { room })).Flag("room", "requested"));
    }

    private async Task KnowEachOtherAsync()
    {
        await OkAsync(_ann, "user.block", new { user = _cid.Id });
        Assert.Equal(_cid.Id, (await OkAsync(_ann, "user.blocks", new { })).List("blocks").Single().Text("user", "id"));
        Assert.Equal("blocked", (await AskAsync(_cid, "dm.open", new { user = _ann.Id })).Code);
        await OkAsync(_ann, "user.unblock", new { user = _cid.Id });
        await OkAsync(_cid, "dm.open", new { user = _ann.Id });
    }

    private async Task EndAsync(string room)
    {
        await AckAsync(_bob, "room.leave", new { room });
        Assert.Equal(1, (await OkAsync(_ann, "room.get", new { room })).Number("room", "memberCount"));
        await AckAsync(_ann, "room.dissolve", new { room });
        Assert.NotEqual("ok", (await AskAsync(_ann, "room.get", new { room })).Type);
    }

    private static object Text(string room, string clientMsgId, string text) =>
        new { room, clientMsgId, content = new { kind = "text", text } };

    private Task<Frame> AskAsync(Somebody who, string type, object fields)
    {
        _used.Add(type);
        return who.AskAsync(type, fields);
    }

    private async Task PostAsync(Somebody who, string type, object? fields = null)
    {
        _used.Add(type);
        await who.Client.PostAsync(type, fields);
    }

    private async Task<Frame> OkAsync(Somebody who, string type, object fields)
    {
        var answer = await AskAsync(who, type, fields);
        Assert.True(answer.Type == "ok", $"{type} was answered with {answer}");
        return answer;
    }

    private Task<long> AckAsync(Somebody who, string type, object fields)
    {
        _used.Add(type);
        return who.DoAsync(type, fields);
    }

    /// <summary>The types of request in the server's own description of its socket.</summary>
    private static async Task<SortedSet<string>> DescribedAsync(ServerProcess server)
    {
        const string prefix = "request.";
        var document = await server.Http.GetFromJsonAsync<JsonElement>(new Uri("/asyncapi/v1.json", UriKind.Relative));
        var names = document.GetProperty("components").GetProperty("messages").EnumerateObject().Select(message => message.Name);
        return [.. names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])];
    }
}
