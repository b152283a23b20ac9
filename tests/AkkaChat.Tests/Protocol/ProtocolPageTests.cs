using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaChat.Protocol;
using Xunit;

namespace AkkaChat.Tests.Protocol;

/// <summary>The page for people who write clients says what the server does.</summary>
public sealed class ProtocolPageTests
{
    // Where something is left out, there is nothing to be read.
    private const char LeftOut = '…';

    private static readonly string[] Header = ["type", "room", "seq", "kind", "from", "time"];

    [Fact]
    public void Every_request_is_in_the_table_and_in_its_section()
    {
        Assert.Equal(
            GoldenFiles.Names("frames", "request.").Select(name => name["request.".Length..]),
            ProtocolPage.Requests.Select(row => row.Type).Order(StringComparer.Ordinal));
        Assert.All(ProtocolPage.Requests, row => AssertDescribed(row.Type, row.Section));
    }

    [Fact]
    public void A_request_has_the_fields_of_the_table_and_needs_those_that_are_not_marked()
    {
        Assert.All(ProtocolPage.Requests, row =>
        {
            var golden = Golden("request." + row.Type);
            string[] own = [.. MembersOf(golden).Except(["type", "id"])];
            Assert.Subset(row.Fields.Select(Bare).ToHashSet(), own.ToHashSet());
            Assert.All(own, field => Assert.True(
                Reads(Without(golden, field)) != row.Fields.Contains(field), $"{row.Type} without {field}"));
            Assert.All(row.Fields.Where(field => !IsOptional(field)), field => Assert.Contains(field, own));
        });
    }

    [Fact]
    public void Every_push_is_in_the_table_with_its_fields()
    {
        var pushes = GoldenFiles.Names("frames", "push.")
            .Select(file => (File: file, Frame: Golden(file)))
            .GroupBy(push => (Type: TextOf(push.Frame, "type"), Kind: KindOf(push.Frame)))
            .ToDictionary(group => group.Key);

        Assert.Equal(pushes.Keys.ToHashSet(), ProtocolPage.Pushes.Select(row => (row.Type, row.Kind)).ToHashSet());
        Assert.All(ProtocolPage.Pushes, row =>
        {
            AssertDescribed(row.Kind ?? row.Type, row.Section);
            Assert.All(pushes[(row.Type, row.Kind)], push =>
            {
                var own = MembersOf(push.Frame).Except(row.Kind is null ? ["type"] : Header).ToHashSet();
                Assert.Subset(row.Fields.Select(Bare).ToHashSet(), own);
                Assert.Subset(own, row.Fields.Where(field => !IsOptional(field)).ToHashSet());
            });
        });
    }

    [Fact]
    public void Every_answer_has_the_members_of_the_table()
    {
        var shown = ProtocolPage.Requests.Where(row => row.Answer.Count > 0).Select(row => row.Answer[0] == "ok"
            ? string.Join(' ', row.Answer.Order())
            : row.Answer[0]);
        var written = GoldenFiles.Names("frames", "answer.").Select(Golden).Select(frame => TextOf(frame, "type") == "ok"
            ? string.Join(' ', MembersOf(frame).Except(["type", "id"]).Append("ok").Order())
            : TextOf(frame, "type"));

        Assert.Equal(written.ToHashSet(), shown.Append("error").ToHashSet());
    }

    [Fact]
    public void A_request_that_the_page_shows_is_read()
    {
        var requests = Frames().Where(frame => frame.IsRequest).ToList();

        Assert.True(requests.Count >= 5, $"only {requests.Count} were found");
        Assert.All(requests, request =>
            Assert.Equal(string.Empty, RequestReader.Read(Encoding.UTF8.GetBytes(request.Text)).Detail));
    }

    [Fact]
    public void A_frame_of_the_server_that_the_page_shows_is_as_the_server_writes_it()
    {
        var frames = Frames().Where(frame => !frame.IsRequest).ToList();

        Assert.True(frames.Count >= 15, $"only {frames.Count} were found");
        Assert.All(frames, frame => Assert.True(
            Candidates(frame.Text).Any(file => AsyncApiDocument.FaultsOf(AsyncApiDocument.MessageOf(file)!, frame.Text).Count == 0),
            $"no golden file has the members of {frame.Text}"));
    }

    [Fact]
    public void What_the_page_shows_is_complete_or_says_that_it_is_not()
    {
        Assert.All(
            ProtocolPage.Examples.Where(example => !example.Text.Contains(LeftOut, StringComparison.Ordinal)),
            example => Assert.True(IsJson(example.Text), example.Text));
    }

    [Fact]
    public void Error_codes_are_those_of_the_server()
    {
        var rows = ProtocolPage.Table("2. Envelope").Select(row => (row[0].Trim('`'), row[2]));

        Assert.Equal(Enum.GetValues<ErrorCode>().Select(code => (code.Name(), code.IsTemporary() ? "yes" : "no")), rows);
    }

    [Fact]
    public void Close_codes_are_those_of_the_server()
    {
        var rows = ProtocolPage.Table("4. Heartbeat").SelectMany(row => row[0].Split(", ").Select(code =>
            (Code: (CloseCode)int.Parse(code, CultureInfo.InvariantCulture),
             Reconnects: row[2].StartsWith("reconnects", StringComparison.Ordinal))));

        Assert.Equal(
            Enum.GetValues<CloseCode>().Select(code => (code, code.MayReconnect())).OrderBy(row => row.code),
            rows.OrderBy(row => row.Code));
    }

    [Fact]
    public void Changes_of_members_and_rooms_are_those_of_the_server()
    {
        var section = ProtocolPage.Section("5. The room log");
        var changes = Enum.GetValues<MemberChange>().Select(change => change.Name())
            .Concat(Enum.GetValues<RoomChange>().Select(change => change.Name()))
            .Concat(Enum.GetValues<EventKind>().Select(kind => kind.Name()));

        Assert.All(changes, name => Assert.Contains($"\n| `{name}` | ", section, StringComparison.Ordinal));
    }

    [Fact]
    public void The_fields_of_a_room_are_those_that_the_server_writes()
    {
        var table = ProtocolPage.Section("9. Rooms and people");
        table = table[table.IndexOf("**A room**", StringComparison.Ordinal)..table.IndexOf("**A member**", StringComparison.Ordinal)];
        var described = AsyncApiDocument.Root["components"]!["schemas"]!["Room"]!["properties"]!.AsObject();

        Assert.All(described, field => Assert.Contains($"`{field.Key}`", table, StringComparison.Ordinal));
        Assert.Subset(
            described.Select(field => field.Key).ToHashSet(),
            Golden("push.room")["room"]!.AsObject().Select(field => field.Key).ToHashSet());
    }

    [Fact]
    public void Limits_are_those_of_the_server()
    {
        Assert.Equal(
            ProtocolLimits.Rows.Select(row => $"{row.What}: {row.Limit}").Order(),
            ProtocolPage.Table("14. Limits").Select(row => $"{row[0]}: {row[1]}").Order());
    }

    [Fact]
    public void Every_limit_of_the_protocol_is_on_the_page()
    {
        var limits = typeof(Limits).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.Name);

        Assert.Equal(limits.Order(), ProtocolLimits.Named.Order());
    }

    [Fact]
    public void Numbers_in_the_text_are_those_of_the_server()
    {
        Assert.All(ProtocolLimits.Sentences, part => Assert.Contains(part, ProtocolPage.Prose, StringComparison.Ordinal));
    }

    private static void AssertDescribed(string name, string section) => Assert.Contains(
        $"{name}",
        ProtocolPage.Section(section + ". "),
        StringComparison.Ordinal);

    private static IEnumerable<(string Text, bool IsRequest)> Frames() => ProtocolPage.Examples
        .Where(example => IsJson(example.Text))
        .Select(example => (example.Text, example.Direction == '>' || (example.Direction is null && IsRequest(example.Text))));

    // Without a mark: answers tell by their type; what has no id and is a push is one.
    private static bool IsRequest(string text)
    {
        var frame = JsonNode.Parse(text)!.AsObject();
        var type = TextOf(frame, "type");
        return type is not ("ok" or "ack" or "error")
            && (frame.ContainsKey("id") && type != "event" || GoldenFiles.Names("frames", "push." + type).Count == 0);
    }

    private static IEnumerable<string> Candidates(string text)
    {
        var frame = JsonNode.Parse(text)!.AsObject();
        return GoldenFiles.Names("frames").Where(file =>
        {
            var golden = Golden(file);
            return !file.StartsWith("request.", StringComparison.Ordinal)
                && TextOf(golden, "type") == TextOf(frame, "type")
                && KindOf(golden) == KindOf(frame)
                && MembersOf(golden).Except(Optional(frame)).ToHashSet().SetEquals(MembersOf(frame).Except(Optional(frame)));
        });
    }

    // Which of these a message has depends on what was said.
    private static string[] Optional(JsonObject frame) =>
        KindOf(frame) == "message" ? ["mentions", "replyTo", "forward", "version"] : [];

    private static JsonObject Golden(string file) => JsonNode.Parse(GoldenFiles.Text("frames", file))!.AsObject();

    private static IEnumerable<string> MembersOf(JsonObject frame) => frame.Select(member => member.Key);

    private static string TextOf(JsonObject frame, string member) => frame[member]!.ToString();

    private static string? KindOf(JsonObject frame) => frame["kind"] is JsonValue kind ? kind.ToString() : null;

    private static string Bare(string field) => field.TrimEnd('?');

    private static bool IsOptional(string field) => field.EndsWith('?');

    private static JsonObject Without(JsonObject frame, string member)
    {
        var rest = frame.DeepClone().AsObject();
        rest.Remove(member);
        return rest;
    }

    private static bool Reads(JsonObject frame) =>
        RequestReader.Read(Encoding.UTF8.GetBytes(frame.ToJsonString())).Request is not null;

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return !text.Contains(LeftOut, StringComparison.Ordinal);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
