using AkkaChat.Protocol;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Nodes;

/// <summary>A user's sessions are one user's, on whatever nodes they and the user's actor are.</summary>
public sealed class UsersAcrossNodesTests : NodeTests
{
    [Fact]
    public async Task A_newer_session_on_another_node_takes_the_slot()
    {
        var nodes = await StartAsync(Both, Both);
        var (_, older) = nodes[0].Connect(Ann, "d-1");
        await older.NextAsync("ok");

        var (_, newer) = nodes[1].Connect(Ann, "d-2");
        await newer.NextAsync("ok");

        Assert.Equal((int)CloseCode.Replaced, (await older.NextAsync("bye")).GetProperty("code").GetInt32());
        Assert.False(newer.HasMore);
    }

    [Fact]
    public async Task The_same_device_on_another_node_takes_over_without_a_word()
    {
        var nodes = await StartAsync(Both, Both);
        var (_, older) = nodes[0].Connect(Ann, "d-1");
        await older.NextAsync("ok");

        var (_, newer) = nodes[1].Connect(Ann, "d-1");
        await newer.NextAsync("ok");

        Assert.Equal((int)CloseCode.TakenOver, (await older.ClosedAsync()).Code);
        Assert.False(older.HasMore);
    }

    [Fact]
    public async Task A_room_entered_while_the_users_node_died_is_told_when_the_user_has_a_home_again()
    {
        var nodes = await StartAsync(Both, Both, Both);
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var user = await UserOfAsync(a, c);
        var (_, socket) = a.Connect(user, "d-1");
        await socket.NextAsync("ok");

        await c.CrashAsync(a, b);
        Store.Write(Team, [.. DecidedRoom.Of(user).Log.Select(stored => stored.Event)]);
        await UntilAsync(() => socket.HasMore, () => $"the room was looked for {Store.At(StoreStep.FindRoom).Calls} times");

        Assert.Equal("r-team", (await socket.NextAsync("room")).GetProperty("room").GetProperty("id").GetString());
    }
}
