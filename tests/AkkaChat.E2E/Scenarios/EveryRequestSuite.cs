using System.Net.Http.Json;
using System.Text.Json;
using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>Three people use every type of request that the server describes; the same on one node and on several.</summary>
public abstract class EveryRequestSuite(IStage stage) : ThreePeople(stage)
{
    private readonly SortedSet<string> _used = ["connect"]; // whoever comes has asked for that

    [Fact]
    public async Task Every_type_of_request_does_what_it_is_for()
    {
        await BeThereAsync();
        var room = (await OkAsync(Ann, "room.create", new { name = "Day", kind = "group" })).Text("room", "id")!;
        await ComeInAsync(room);
        await TalkAsync(room);
        await LookAsync(room);
        await GovernAsync(room);
        await KnowEachOtherAsync();
        await EndAsync(room);

        Assert.Equal(await DescribedAsync(Stage.Servers[0]), _used);
    }

    private async Task BeThereAsync()
    {
        Assert.Equal("pong", (await AskAsync(Ann, "ping", new { t = 1 })).Type);
        await PostAsync(Ann, "pong"); // has no answer; the connection goes on
        await OkAsync(Ann, "token", new { token = Ann.Guest.Token });
        await OkAsync(Ann, "background", new { on = false });
        Assert.Equal(Ann.Id, (await OkAsync(Ann, "user.get", new { })).Text("user", "id"));
        Assert.Equal("Anna", (await OkAsync(Ann, "user.update", new { name = "Anna" })).Text("user", "name"));
        Assert.Equal("Anna", (await OkAsync(Bob, "user.get", new { user = Ann.Id })).Text("user", "name"));
    }

    private async Task ComeInAsync(string room)
    {
        await OkAsync(Ann, "room.update", new { room, joinRule = "approve", @public = true });
        Assert.True((await OkAsync(Bob, "room.join", new { room })).Flag("room", "requested"));
        Assert.True((await OkAsync(Cid, "room.join", new { room })).Flag("room", "requested"));
        Assert.Equal(2, (await OkAsync(Ann, "room.requests", new { room })).List("requests").Count);
        await AckAsync(Ann, "room.accept", new { room, user = Bob.Id });
        await AckAsync(Ann, "room.refuse", new { room, user = Cid.Id });
        await AckAsync(Ann, "room.invite", new { room, users = new[] { Cid.Id } });
        await Bob.InAsync(room);
        await Cid.InAsync(room);
        Assert.Equal(3, (await OkAsync(Cid, "room.members", new { room })).List("members").Count);
    }

    private async Task TalkAsync(string room)
    {
        await PostAsync(Bob, "typing", new { room });
        await Ann.Client.WaitForAsync(push => push.Type == "typing" && push.Room == room, "that Bob types");
        var said = await AckAsync(Bob, "send", Text(room, "k-1", "cake for everybody"));
        await AckAsync(Bob, "edit", new { room, target = said, version = 1, content = new { kind = "text", text = "cake at four" } });
        await AckAsync(Cid, "react", new { room, target = said, emoji = "🎂", on = true });
        var wrong = await AckAsync(Bob, "send", Text(room, "k-2", "at five"));
        await AckAsync(Bob, "recall", new { room, target = wrong });
        var other = (await OkAsync(Cid, "dm.open", new { user = Ann.Id })).Text("room", "id")!;
        var first = await AckAsync(Cid, "forward", new { from = room, targets = new[] { said }, to = other, clientMsgId = "f-1" });
        Assert.Equal("cake at four", (await Ann.Client.WaitForEventAsync(other, first)).Words);
        Assert.Equal(wrong, (await OkAsync(Ann, "read", new { room, seq = wrong })).Seq);
        Assert.Contains(Ann.Id, (await OkAsync(Bob, "receipts", new { room, seq = said })).Texts("read"));
    }

    private async Task LookAsync(string room)
    {
        var page = (await OkAsync(Ann, "history", new { room, limit = 100 })).List("events");
        Assert.Contains(page, line => line.Words == "cake at four");
        await Patience.UntilAsync(FoundAsync, "the message to be found");
        await OkAsync(Ann, "room.pin", new { room, on = true });
        await OkAsync(Ann, "room.silence", new { room, on = true });
        var line = (await OkAsync(Ann, "rooms.list", new { })).List("rooms").Single(one => one.Text("id") == room);
        Assert.Equal((true, true), (line.Flag("pinned"), line.Flag("muted")));
        Assert.Equal("online", (await OkAsync(Ann, "presence", new { users = new[] { Bob.Id } })).List("states")[0].Text("state"));

        async Task<bool> FoundAsync() => (await OkAsync(Ann, "search", new { q = "four", room })).List("events")
            .Any(hit => hit.Words == "cake at four");
    }

    private async Task GovernAsync(string room)
    {
        await AckAsync(Ann, "room.role", new { room, user = Bob.Id, role = "admin" });
        await AckAsync(Bob, "room.mute", new { room, user = Cid.Id, forMs = 60_000 });
        Assert.Equal("muted", (await AskAsync(Cid, "send", Text(room, "k-3", "may I?"))).Code);
        await AckAsync(Bob, "room.mute", new { room, user = Cid.Id, forMs = 0 });
        await AckAsync(Cid, "send", Text(room, "k-5", "thanks"));
        await AckAsync(Bob, "room.muteAll", new { room, on = true });
        Assert.Equal("muted", (await AskAsync(Cid, "send", Text(room, "k-4", "now?"))).Code);
        await AckAsync(Bob, "room.remove", new { room, user = Cid.Id });
        await AckAsync(Bob, "room.ban", new { room, user = Cid.Id });
        Assert.Equal("banned", (await AskAsync(Cid, "room.join", new { room })).Code);
        Assert.Single((await OkAsync(Bob, "room.bans", new { room })).List("bans"));
        await AckAsync(Bob, "room.unban", new { room, user = Cid.Id });
        Assert.True((await OkAsync(Cid, "room.join", new { room })).Flag("room", "requested"));
    }

    private async Task KnowEachOtherAsync()
    {
        await OkAsync(Ann, "user.block", new { user = Cid.Id });
        Assert.Equal(Cid.Id, (await OkAsync(Ann, "user.blocks", new { })).List("blocks").Single().Text("user", "id"));
        Assert.Equal("blocked", (await AskAsync(Cid, "dm.open", new { user = Ann.Id })).Code);
        await OkAsync(Ann, "user.unblock", new { user = Cid.Id });
        await OkAsync(Cid, "dm.open", new { user = Ann.Id });
    }

    private async Task EndAsync(string room)
    {
        await AckAsync(Bob, "room.leave", new { room });
        Assert.Equal(1, (await OkAsync(Ann, "room.get", new { room })).Number("room", "memberCount"));
        await AckAsync(Ann, "room.dissolve", new { room });
        Assert.Equal("not_found", (await AskAsync(Ann, "room.get", new { room })).Code);
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
