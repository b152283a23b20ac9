using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>
/// Clients that mean harm, or are broken. After each, somebody else still chats, and the server has written no alarm.
/// </summary>
public sealed class HostileTests : IClassFixture<SharedServer>, IAsyncLifetime
{
    private const int MaxBadFrames = 10;
    private const int MaxFrameBytes = 65_536;
    private const int TooManyBytes = 70_000;

    private static readonly HashSet<string> Codes =
    [
        "bad_frame", "unknown_type", "unauthorized", "token_expired", "forbidden", "not_found", "not_member",
        "already_exists", "muted", "banned", "blocked", "room_full", "too_large", "rate_limited", "conflict",
        "recall_expired", "content_rejected", "unavailable", "internal",
    ];

    private static readonly string[] OtherValues = ["7", "\"x\"", "true", "null", "[]", "{}"];

    private readonly ServerProcess _server;
    private readonly Cast _cast;
    private ChatClient _probe = null!;
    private ChatClient _witness = null!;
    private string _room = null!;

    public HostileTests(SharedServer own)
    {
        _server = own.Server;
        _cast = new Cast(_server);
    }

    public async Task InitializeAsync()
    {
        (_, _probe) = await _cast.ComeAsync("Probe");
        var (witness, client) = await _cast.ComeAsync("Witness");
        _witness = client;
        _room = await Cast.RoomAsync(_probe, witness);
    }

    public async Task DisposeAsync()
    {
        var sent = await _probe.SayAsync(_room, "probe", "still here");
        await _witness.WaitForEventAsync(_room, sent.Seq);
        ServerOutput.AssertCalm(_server);
        await _cast.DisposeAsync();
    }

    public static TheoryData<string> Requests() =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "request.*.json")
            .Select(file => Path.GetFileNameWithoutExtension(file)["request.".Length..])
            .Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe })]
    [InlineData(new byte[] { 0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xc0, 0x80 })]
    public async Task A_text_that_is_no_utf8_closes_1007(byte[] bytes)
    {
        using var raw = await RawSocket.OpenAsync(_server);

        await raw.SendAsync(opcode: 1, bytes);

        Assert.Equal(1007, await raw.CloseCodeAsync("the close"));
    }

    [Theory]
    [InlineData(TooManyBytes)]
    [InlineData(1_000)]
    public async Task A_frame_that_is_too_large_closes_4413_in_however_many_parts(int partBytes)
    {
        using var raw = await RawSocket.OpenAsync(_server);

        for (var sent = 0; sent < TooManyBytes; sent += partBytes)
        {
            await raw.SendAsync(sent == 0 ? 1 : 0, Blanks(partBytes), isLast: sent + partBytes >= TooManyBytes);
        }

        Assert.Equal(4413, await raw.CloseCodeAsync("the close"));
        Assert.Contains("\"code\":4413", Assert.Single(raw.Texts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_without_end_closes_4413()
    {
        using var raw = await RawSocket.OpenAsync(_server);
        await raw.SendAsync(1, Blanks(1_000), isLast: false);
        var closed = raw.CloseCodeAsync("the close");

        for (var i = 0; i < 1_000 && !closed.IsCompleted; i++)
        {
            try
            {
                await raw.SendAsync(0, Blanks(1_000), isLast: false);
            }
            catch (IOException)
            {
                break; // the server has ended it
            }
        }

        Assert.Equal(4413, await closed);
    }

    [Fact]
    public async Task A_frame_of_just_the_size_is_read()
    {
        var (_, client) = await _cast.ComeAsync("Ann");
        var json = """{"type":"ping","id":900}""";

        var pong = await await client.PostRawAsync(900, json.PadRight(MaxFrameBytes));

        Assert.Equal("pong", pong.Type);
    }

    [Fact]
    public async Task A_binary_frame_closes_4400()
    {
        var (_, client) = await _cast.ComeAsync("Ann");

        await client.SendAsync(Encoding.UTF8.GetBytes("""{"type":"ping","id":1}"""), WebSocketMessageType.Binary);

        Assert.Equal(4400, (await client.WaitForAsync(push => push.Type == "bye", "bye")).Number("code"));
        Assert.Equal(4400, (await client.WaitForEndAsync("the close")).Code);
    }

    [Fact]
    public async Task A_frame_without_a_mask_ends_the_connection()
    {
        using var raw = await RawSocket.OpenAsync(_server);

        await raw.SendAsync(1, Encoding.UTF8.GetBytes("""{"type":"ping","id":1}"""), isMasked: false);

        Assert.Contains(await raw.CloseCodeAsync("the end"), new[] { 0, 1002 });
    }

    [Fact]
    public async Task Half_a_handshake_and_half_a_frame_disturb_nobody()
    {
        using var silent = await RawSocket.DialAsync(_server);
        using var half = await RawSocket.DialAsync(_server);
        await half.WriteAsync(Encoding.ASCII.GetBytes(RawSocket.Handshake(_server)[..60]));
        using var begun = await RawSocket.OpenAsync(_server);
        await begun.WriteAsync(new byte[] { 0x81, 0xfe, 0x10, 0x00, 0, 0, 0, 0, (byte)'{' });

        var answer = await half.EndAsync("the server to give up on half a handshake");
        var code = await begun.CloseCodeAsync("the server to give up on half a frame");

        Assert.DoesNotContain("101", answer, StringComparison.Ordinal);
        Assert.Contains(code, new[] { 0, 4408 });
    }

    [Fact]
    public async Task Ten_bad_frames_close_4400_and_nine_do_not()
    {
        var (_, client) = await _cast.ComeAsync("Ann");

        for (var i = 1; i < MaxBadFrames; i++)
        {
            await client.SendAsync("{");
        }

        Assert.Equal("pong", (await client.SyncAsync()).Type);
        Assert.Equal(MaxBadFrames - 1, client.Pushes.Count(push => push.Code == "bad_frame"));
        await client.SendAsync("{");
        Assert.Equal(4400, (await client.WaitForAsync(push => push.Type == "bye", "bye")).Number("code"));
        Assert.Equal(4400, (await client.WaitForEndAsync("the close")).Code);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"ping\"")]
    [InlineData("7")]
    [InlineData("\u00ef\u00bb\u00bf{}")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("""{"type":"ping",}""")]
    [InlineData("""{"type":"ping","type":"ping"}""")]
    [InlineData("""{"type":"ping","t":1e400}""")]
    [InlineData("""{"type":"ping","\ud800":1}""")]
    [InlineData("""{"type":"ping","x":"\ud800"}""")]
    [InlineData("""{"type":"ping","x":"\u0000"}""")]
    [InlineData("""{"type":"ping\u0000"}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{}""")]
    [InlineData("""{"type":"send","id":1.5}""")]
    [InlineData("""{"type":"send","id":1e3}""")]
    [InlineData("""{"type":"send","id":9223372036854775808}""")]
    [InlineData("""{"type":"history","room":"lobby"}""")]
    public async Task A_malformed_frame_is_answered_with_bad_frame(string text)
    {
        var (_, client) = await _cast.ComeAsync("Ann");

        await client.SendAsync(text);

        await client.WaitForAsync(push => push.Code == "bad_frame", "bad_frame");
        Assert.Equal("pong", (await client.SyncAsync()).Type);
    }

    [Theory]
    [InlineData(17, '[')]
    [InlineData(30_000, '[')]
    [InlineData(30_000, '{')]
    public async Task Deep_nesting_is_a_bad_frame(int depth, char open)
    {
        var (_, client) = await _cast.ComeAsync("Ann");
        var nested = open == '['
            ? new string('[', depth) + new string(']', depth)
            : string.Concat(Enumerable.Repeat("{\"a\":", depth / 4)) + "1" + new string('}', depth / 4);

        await client.SendAsync($$"""{"type":"ping","id":900,"x":{{nested}}}""");

        await client.WaitForAsync(push => push.Code == "bad_frame", "bad_frame");
        Assert.Equal("pong", (await client.SyncAsync()).Type);
    }

    [Fact]
    public async Task Nesting_beyond_the_frame_size_closes_4413()
    {
        var (_, client) = await _cast.ComeAsync("Ann");

        await client.SendAsync(new string('[', 100_000));

        Assert.Equal(4413, (await client.WaitForEndAsync("the close")).Code);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("../../etc/passwd")]
    [InlineData("'; DROP TABLE rooms; --")]
    [InlineData("\\\"")]
    [InlineData("\\u0000")]
    [InlineData("\\ud800")]
    [InlineData("\\r\\nX: y")]
    [InlineData("akka://x/user")]
    [InlineData("$a")]
    [InlineData("${?PATH}")]
    [InlineData("房间")]
    [InlineData("lobby ")]
    [InlineData("")]
    public async Task An_id_that_is_none_is_a_bad_frame(string id)
    {
        var (_, client) = await _cast.ComeAsync("Ann");
        string[] frames =
        [
            $$"""{"type":"room.get","id":901,"room":"{{id}}"}""",
            $$"""{"type":"room.join","id":902,"room":"{{id}}"}""",
            $$"""{"type":"dm.open","id":903,"user":"{{id}}"}""",
            $$"""{"type":"send","id":904,"room":"{{id}}","clientMsgId":"c","content":{"kind":"text","text":"x"} }""",
            $$"""{"type":"room.create","id":905,"room":"{{id}}","name":"x"}""",
            $$"""{"type":"room.create","id":906,"name":"x","members":["{{id}}"]}""",
        ];

        for (var i = 0; i < frames.Length; i++)
        {
            var answer = await await client.PostRawAsync(901 + i, frames[i]);
            Assert.Equal("bad_frame", answer.Code);
        }

        Assert.Equal("pong", (await client.SyncAsync()).Type);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("'; --")]
    [InlineData("a/b")]
    [InlineData("\\\"")]
    [InlineData("%00")]
    [InlineData("键🌻")]
    public async Task A_key_may_be_of_any_kind_and_comes_back_as_it_was(string key)
    {
        var json = $$"""{"type":"send","id":901,"room":"{{_room}}","clientMsgId":"{{key}}","content":{"kind":"text","text":"x"} }""";

        var ack = await await _probe.PostRawAsync(901, json);

        Assert.Equal("ack", ack.Type);
        var seen = await _witness.WaitForEventAsync(_room, ack.Seq);
        Assert.Equal(JsonSerializer.Deserialize<string>($"\"{key}\""), seen.Key);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_field_of_the_wrong_type_gets_an_error_and_no_harm(string request)
    {
        var guest = await _cast.GuestAsync("Ann");
        var golden = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", $"request.{request}.json"));
        var client = await _cast.ConnectAsync(guest);
        var bad = 0;

        foreach (var field in JsonNode.Parse(golden)!.AsObject().Select(pair => pair.Key).ToList())
        {
            if (request == "typing" && field == "id")
            {
                continue; // it needs none, and has no answer that would show what became of it
            }

            foreach (var value in OtherValues)
            {
                if (bad >= MaxBadFrames - 1 || client.Ended.IsCompleted)
                {
                    client = await _cast.ConnectAsync(guest);
                    bad = 0;
                }

                bad += await TryAsync(client, golden, field, value) == "bad_frame" ? 1 : 0;
            }
        }
    }

    private static byte[] Blanks(int count) => Encoding.ASCII.GetBytes(new string(' ', count));

    private static async Task<string?> TryAsync(ChatClient client, string golden, string field, string value)
    {
        var frame = JsonNode.Parse(golden)!.AsObject();
        var was = frame[field]!.GetValueKind();
        frame["id"] = 900;
        frame[field] = JsonNode.Parse(value);
        var given = frame[field]?.GetValueKind() ?? JsonValueKind.Null;
        var canEcho = field != "id" || value == "7";
        var seen = client.Pushes.Count;
        var answered = await client.PostRawAsync(field == "id" && value == "7" ? 7 : 900, frame.ToJsonString());
        if (frame["type"]?.GetValueKind() == JsonValueKind.String && frame["type"]!.GetValue<string>() is "pong" or "typing"
            && canEcho && given == was)
        {
            return null; // these have no answer
        }

        var answer = canEcho
            ? await Patience.ForAsync(answered, $"the answer to {frame.ToJsonString()}", client.Arrived)
            : await client.WaitForAsync(push => push.Type is "error" or "ok" or "ack" or "pong", $"an answer to {frame.ToJsonString()}", seen);
        var isSame = IsSame(was, given) || (field is "id" or "t" && value is "7" or "\"x\"");
        Assert.True(answer.Type != "error" || Codes.Contains(answer.Code!), $"{frame.ToJsonString()} got {answer}");
        if (!isSame && given != JsonValueKind.Null)
        {
            Assert.True(answer.Code == "bad_frame", $"{frame.ToJsonString()} got {answer}");
        }

        Assert.NotEqual("internal", answer.Code);
        return answer.Code;
    }

    private static bool IsSame(JsonValueKind one, JsonValueKind other) =>
        one == other || (one is JsonValueKind.True or JsonValueKind.False && other is JsonValueKind.True or JsonValueKind.False);
}
