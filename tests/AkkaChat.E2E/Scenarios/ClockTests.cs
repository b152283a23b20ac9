using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>What happens by itself after some time, on servers that are in a hurry.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task A_socket_that_never_connects_is_closed_4408()
    {
        await using var server = await ServerProcess.StartAsync("Limits:ConnectTimeout=00:00:00.5");
        await using var cast = new Cast(server);

        var client = await cast.OpenAsync();

        var bye = await client.WaitForAsync(push => push.Type == "bye", "bye");
        Assert.Equal(4408, bye.Number("code"));
        Assert.True(bye.Flag("reconnect"));
        Assert.Equal(4408, (await client.WaitForEndAsync("the close")).Code);
    }

    [Fact]
    public async Task A_silent_client_is_pinged_and_then_closed_4410()
    {
        await using var server = await ServerProcess.StartAsync("Limits:HeartbeatInterval=00:00:01");
        await using var cast = new Cast(server);
        var (_, silent) = await cast.ComeAsync("Ann");
        var (_, alive) = await cast.ComeAsync("Bob");

        await silent.WaitForAsync(push => push.Type == "ping", "a ping");
        Assert.Equal(1000, silent.Welcome.Number("heartbeatMs"));
        var seen = 0;
        while (!silent.Ended.IsCompleted)
        {
            await alive.WaitForAsync(push => push.Type == "ping", "another ping", seen);
            seen = alive.Pushes.Count;
            await alive.SendAsync("""{"type":"pong"}""");
        }

        Assert.Equal(4410, (await silent.Ended).Code);
        Assert.True((await silent.WaitForAsync(push => push.Type == "bye", "bye")).Flag("reconnect"));
        Assert.Equal("pong", (await alive.SyncAsync()).Type);
    }

    [Fact]
    public async Task A_token_can_be_renewed_and_expires_otherwise()
    {
        await using var server = await ServerProcess.StartAsync("Auth:AccessTokenLifetime=00:00:05");
        await using var cast = new Cast(server);
        var ann = await cast.GuestAsync("Ann");
        var bob = await cast.GuestAsync("Bob");
        var renewing = await cast.ConnectAsync(ann);
        var expiring = await cast.ConnectAsync(bob);
        var fresher = await ann.RefreshAsync(server);

        var renewed = await renewing.AskAsync("token", new { token = fresher.Token });
        var foreign = await renewing.AskAsync("token", new { token = (await cast.GuestAsync("Cid")).Token });
        var bye = await expiring.WaitForAsync(push => push.Type == "bye", "bye");

        Assert.True(renewed.Number("tokenExpiresAt") >= renewing.Welcome.Number("tokenExpiresAt"));
        Assert.Equal("unauthorized", foreign.Code);
        Assert.Equal(4401, bye.Number("code"));
        Assert.Equal("token_expired", bye.Text("reason"));
        Assert.Equal(4401, (await expiring.WaitForEndAsync("the close")).Code);

        var late = await cast.OpenAsync();
        var answer = await late.ConnectAsync(bob.Token);
        Assert.Equal("token_expired", answer.Code);
        Assert.Equal(4401, (await late.WaitForEndAsync("the close")).Code);
    }

    [Fact]
    public async Task An_author_recalls_within_the_window_and_not_after_it()
    {
        await using var server = await ServerProcess.StartAsync("Rooms:RecallWindow=00:00:00.3", "Limits:HeartbeatInterval=00:00:01");
        await using var cast = new Cast(server);
        var (_, owner) = await cast.ComeAsync("Ann");
        var (bob, author) = await cast.ComeAsync("Bob");
        var room = await Cast.RoomAsync(owner, bob);
        await author.WaitForAsync(push => push.Type == "room", "the room");
        var sent = await author.SayAsync(room, "k", "too late to take back");

        await author.WaitForAsync(push => push.Type == "ping", "the ping after a second of silence");
        var late = await author.AskAsync("recall", new { room, target = sent.Seq });
        var always = await owner.AskAsync("recall", new { room, target = sent.Seq });

        Assert.Equal("recall_expired", late.Code);
        Assert.Equal("ack", always.Type);
        Assert.Equal("moderator", (await author.WaitForEventAsync(room, always.Seq)).Text("reason"));
    }
}
