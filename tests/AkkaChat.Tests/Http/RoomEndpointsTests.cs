using AkkaChat.Protocol;
using Xunit;

namespace AkkaChat.Tests.Http;

public sealed class RoomEndpointsTests(EdgeFixture fixture) : IClassFixture<EdgeFixture>
{
    private static readonly UserId Ann = UserId.Parse("u-ann");
    private static readonly UserId Eve = UserId.Parse("u-eve");
    private readonly EdgeServer _server = WithMember(fixture.Server);

    [Fact]
    public async Task A_member_sees_the_room_in_the_list()
    {
        using var response = await GetAsync("/api/v1/rooms", Ann);

        var list = await EdgeServer.JsonOf(response, 200);
        var room = Assert.Single(list.GetProperty("rooms").EnumerateArray());
        Assert.Equal("r-1", room.GetProperty("id").GetString());
        Assert.Equal(1, room.GetProperty("unread").GetInt64());
        Assert.True(list.TryGetProperty("cursor", out _));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task A_member_reads_events()
    {
        using var response = await GetAsync("/api/v1/rooms/r-1/events?after=0&limit=1000", Ann);

        var page = await EdgeServer.JsonOf(response, 200);
        Assert.Equal(1, Assert.Single(page.GetProperty("events").EnumerateArray()).GetProperty("seq").GetInt64());
        Assert.True(page.GetProperty("more").GetBoolean());
        var query = _server.Store.LastQuery!;
        Assert.Equal(Ann, query.Reader);
        Assert.Equal(0, query.After);
        Assert.Null(query.Before);
        Assert.Equal(100, query.Limit);
        Assert.True(query.Folded);
    }

    [Theory]
    [InlineData("/api/v1/rooms/r-1/events", 403, "not_member")]
    [InlineData("/api/v1/rooms/r-2/events", 404, "not_found")]
    [InlineData("/api/v1/rooms/r%201/events", 404, "not_found")]
    [InlineData("/api/v1/rooms/%2e%2e%2fx/events", 404, "not_found")]
    [InlineData("/api/v1/rooms/r-1/events?before=1&after=1", 400, "bad_frame")]
    [InlineData("/api/v1/rooms/r-1/events?before=x", 400, "bad_frame")]
    [InlineData("/api/v1/rooms/r-1/events?after=-1", 400, "bad_frame")]
    [InlineData("/api/v1/rooms/r-1/events?limit=0", 400, "bad_frame")]
    [InlineData("/api/v1/rooms/r-1/events?after=99999999999999999999", 400, "bad_frame")]
    [InlineData("/api/v1/rooms?limit=x", 400, "bad_frame")]
    [InlineData("/api/v1/rooms?limit=-1", 400, "bad_frame")]
    [InlineData("/api/v1/rooms?cursor=wrong", 400, "bad_frame")]
    public async Task A_stranger_and_a_bad_question_get_a_problem(string path, int status, string code)
    {
        using var response = await GetAsync(path, Eve);

        await EdgeServer.ProblemOf(response, status, code);
    }

    [Fact]
    public async Task A_cursor_has_at_most_256_characters()
    {
        using var most = await GetAsync("/api/v1/rooms?cursor=" + new string('c', 256), Eve);
        using var more = await GetAsync("/api/v1/rooms?cursor=" + new string('c', 257), Eve);

        await EdgeServer.ProblemOf(most, 400, "bad_frame"); // short enough to be read, and none of the server's
        await EdgeServer.ProblemOf(more, 413, "too_large");
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(101, 201)]
    public async Task A_page_has_at_most_100_events_or_200_rooms(int events, int rooms)
    {
        using var page = await GetAsync($"/api/v1/rooms/r-1/events?limit={events}", Ann);
        using var list = await GetAsync($"/api/v1/rooms?limit={rooms}", Ann);

        Assert.Equal((100, 200), (_server.Store.LastQuery!.Limit, _server.Store.LastList!.Limit));
    }

    [Fact]
    public async Task While_the_store_is_down_reading_is_unavailable()
    {
        await using var server = await EdgeServer.StartAsync();
        server.Store.IsDown = true;

        using var list = await server.SendAsync(HttpMethod.Get, "/api/v1/rooms", server.TokenOf(Ann));
        using var page = await server.SendAsync(HttpMethod.Get, "/api/v1/rooms/r-1/events", server.TokenOf(Ann));

        await EdgeServer.ProblemOf(list, 503, "unavailable");
        await EdgeServer.ProblemOf(page, 503, "unavailable");
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_unavailable()
    {
        await using var server = await EdgeServer.StartAsync(["--AkkaChat:Limits:RequestTimeout=00:00:00.1"]);
        server.Store.IsStuck = true;

        using var page = await server.SendAsync(HttpMethod.Get, "/api/v1/rooms/r-1/events", server.TokenOf(Ann));

        await EdgeServer.ProblemOf(page, 503, "unavailable");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{"clientMsgId":"c-1"}""")]
    [InlineData("""{"content":{"kind":"text","text":"hi"}}""")]
    public async Task A_post_that_is_no_message_is_refused(string body)
    {
        using var json = EdgeServer.JsonText(body);

        using var response = await _server.SendAsync(
            HttpMethod.Post, "/api/v1/rooms/r-1/messages", _server.TokenOf(Ann), json);

        await EdgeServer.ProblemOf(response, 400, "bad_frame");
    }

    private static EdgeServer WithMember(EdgeServer server)
    {
        server.Store.Members[Ann] = true;
        return server;
    }

    private Task<HttpResponseMessage> GetAsync(string path, UserId user) =>
        _server.SendAsync(HttpMethod.Get, path, _server.TokenOf(user));
}
