using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>The same operations without a socket.</summary>
[Collection(SharedServer.Collection)]
public sealed class HttpTests(SharedServer shared) : IAsyncLifetime
{
    private readonly Cast _cast = new(shared.Server);
    private Guest _bobGuest = null!;
    private ChatClient _ann = null!;
    private string _room = null!;

    public async Task InitializeAsync()
    {
        (_, _ann) = await _cast.ComeAsync("Ann");
        _bobGuest = await _cast.GuestAsync("Bob");
        _room = await Cast.RoomAsync(_ann, _bobGuest);
    }

    public async Task DisposeAsync() => await _cast.DisposeAsync();

    [Fact]
    public async Task A_message_can_be_posted_and_is_stored_once()
    {
        var (status, ack) = await CallAsync(HttpMethod.Post, $"/rooms/{_room}/messages", Message("c-1", "over HTTP"));
        var (_, again) = await CallAsync(HttpMethod.Post, $"/rooms/{_room}/messages", Message("c-1", "over HTTP"));
        var (conflict, problem) = await CallAsync(HttpMethod.Post, $"/rooms/{_room}/messages", Message("c-1", "else"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(_room, ack.Room);
        Assert.False(ack.Flag("duplicate"));
        Assert.True(again.Flag("duplicate"));
        Assert.Equal(ack.Seq, again.Seq);
        Assert.Equal(HttpStatusCode.Conflict, conflict);
        Assert.Equal("conflict", problem.Code);
        var seen = await _ann.WaitForEventAsync(_room, ack.Seq);
        Assert.Equal("over HTTP", seen.Words);
        Assert.Equal(_bobGuest.Id, seen.Text("from"));
        Assert.Equal(ack.Text("messageId"), seen.Text("id"));
    }

    [Fact]
    public async Task Rooms_and_events_are_those_of_the_socket()
    {
        var sent = await _ann.SayAsync(_room, "c-1", "hi 你好");
        var bob = await _cast.ConnectAsync(_bobGuest);

        var (_, rooms) = await CallAsync(HttpMethod.Get, "/rooms");
        var (_, events) = await CallAsync(HttpMethod.Get, $"/rooms/{_room}/events?after=0&limit=100");
        var (_, page) = await CallAsync(HttpMethod.Get, $"/rooms/{_room}/events?before={sent.Seq}&limit=1");

        var listed = await bob.AskAsync("rooms.list");
        Assert.Equal(listed.Find("rooms").ToString(), rooms.Find("rooms").ToString());
        var history = await bob.AskAsync("history", new { room = _room, after = 0, limit = 100 });
        Assert.Equal(history.Find("events").ToString(), events.Find("events").ToString());
        Assert.False(events.Flag("more"));
        Assert.Equal(sent.Seq - 1, Assert.Single(page.List("events")).Seq);
        Assert.True(page.Flag("more"));
    }

    [Theory]
    [InlineData("GET", "/rooms/r-nowhere/events", null, HttpStatusCode.NotFound, "not_found")]
    [InlineData("GET", "/rooms/../events", null, HttpStatusCode.NotFound, "not_found")]
    [InlineData("GET", "/rooms/lobby/events?after=1&before=2", null, HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("GET", "/rooms/lobby/events?after=abc", null, HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("GET", "/rooms?cursor=nonsense", null, HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("GET", "/nowhere", null, HttpStatusCode.NotFound, "not_found")]
    [InlineData("POST", "/rooms/lobby/messages", "{", HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("POST", "/rooms/lobby/messages", "[]", HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("POST", "/rooms/lobby/messages", "{}", HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("POST", "/auth/guest", "{", HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("POST", "/auth/guest", """{"name":"\ud800"}""", HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("POST", "/auth/guest", """{"name":""}""", HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("POST", "/auth/guest", """{"name":7}""", HttpStatusCode.BadRequest, "bad_frame")]
    [InlineData("POST", "/auth/refresh", """{"refreshToken":"nonsense"}""", HttpStatusCode.Unauthorized, "unauthorized")]
    public async Task A_problem_has_the_code_of_the_protocol(
        string method, string path, string? body, HttpStatusCode status, string code)
    {
        var (got, problem) = await CallAsync(new HttpMethod(method), path, body);

        Assert.Equal(status, got);
        Assert.Equal(code, problem.Code);
        Assert.Equal((int)status, problem.Number("status"));
    }

    [Fact]
    public async Task Strangers_get_no_events_and_no_token_gets_nothing()
    {
        var eve = await _cast.GuestAsync("Eve");

        var (stranger, problem) = await CallAsync(HttpMethod.Get, $"/rooms/{_room}/events", token: eve.Token);
        var (post, postProblem) = await CallAsync(
            HttpMethod.Post, $"/rooms/{_room}/messages", Message("c-1", "x"), eve.Token);
        var (none, noneProblem) = await CallAsync(HttpMethod.Get, "/rooms", token: "");
        var (forged, _) = await CallAsync(HttpMethod.Get, "/rooms", token: Tokens.WithoutSignature(eve.Token, "none"));

        Assert.Equal(HttpStatusCode.Forbidden, stranger);
        Assert.Equal("not_member", problem.Code);
        Assert.Equal(HttpStatusCode.Forbidden, post);
        Assert.Equal("not_member", postProblem.Code);
        Assert.Equal(HttpStatusCode.Unauthorized, none);
        Assert.Equal("unauthorized", noneProblem.Code);
        Assert.Equal(HttpStatusCode.Unauthorized, forged);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var (status, problem) = await CallAsync(
            HttpMethod.Post, $"/rooms/{_room}/messages", Message("c-1", new string('x', 200_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal("too_large", problem.Code);
    }

    [Fact]
    public async Task Pages_are_served_under_a_strict_policy()
    {
        using var answer = await shared.Server.Http.GetAsync(new Uri("/", UriKind.Relative));

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    private static string Message(string key, string text) =>
        JsonSerializer.Serialize(new { clientMsgId = key, content = new { kind = "text", text } });

    private async Task<(HttpStatusCode Status, Frame Body)> CallAsync(
        HttpMethod method, string path, string? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(
            method, new Uri($"{shared.Server.Address}api/v1{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (token != "")
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? _bobGuest.Token);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var answer = await shared.Server.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.False(text.Contains("   at ", StringComparison.Ordinal), text);
        Assert.Equal(
            answer.IsSuccessStatusCode ? "application/json" : "application/problem+json",
            answer.Content.Headers.ContentType?.MediaType);
        return (answer.StatusCode, new Frame(JsonSerializer.Deserialize<JsonElement>(text)));
    }
}
