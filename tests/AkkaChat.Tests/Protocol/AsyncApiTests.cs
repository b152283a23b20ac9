using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaChat.Protocol;
using Xunit;

namespace AkkaChat.Tests.Protocol;

/// <summary>The AsyncAPI document says of every frame what the golden files show.</summary>
public sealed class AsyncApiTests
{
    public static TheoryData<string> Files => [.. GoldenFiles.Names("frames")];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_golden_frame_is_as_its_schema_says_and_is_its_example(string file)
    {
        var message = AsyncApiDocument.MessageOf(file);
        Assert.True(message is not null, $"asyncapi.json has no message for {file}");

        var faults = AsyncApiDocument.FaultsOf(message, GoldenFiles.Text("frames", file));

        Assert.Empty(faults);
        var example = ExamplesOf(message).SingleOrDefault(example => example["name"]!.ToString() == file);
        Assert.True(example is not null, $"asyncapi.json has no example {file}");
        Assert.True(JsonNode.DeepEquals(example["payload"], JsonNode.Parse(GoldenFiles.Text("frames", file))), file);
    }

    [Fact]
    public void Every_message_has_a_golden_frame()
    {
        var shown = GoldenFiles.Names("frames").Select(AsyncApiDocument.MessageOf).Distinct();

        Assert.Equal(
            AsyncApiDocument.Messages.Select(message => message.Key).Order(StringComparer.Ordinal),
            shown.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_example_is_a_golden_frame()
    {
        var examples = AsyncApiDocument.Messages
            .SelectMany(message => ExamplesOf(message.Key)).Select(example => example["name"]!.ToString());

        Assert.Equal(GoldenFiles.Names("frames"), examples.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_channel_has_every_message()
    {
        var inChannel = AsyncApiDocument.Root["channels"]!["socket"]!["messages"]!.AsObject();

        Assert.Equal(
            AsyncApiDocument.Messages.Select(message => message.Key).Order(StringComparer.Ordinal),
            inChannel.Select(message => message.Key).Order(StringComparer.Ordinal));
        Assert.All(inChannel, message => Assert.Equal("#/components/messages/" + message.Key, message.Value!["$ref"]!.ToString()));
    }

    [Fact]
    public void Every_request_is_an_operation_and_every_push_is_sent()
    {
        var requests = GoldenFiles.Names("frames", "request.").Select(name => name["request.".Length..]);
        Assert.Equal(
            requests.Append("push").Order(StringComparer.Ordinal),
            AsyncApiDocument.Operations.Select(operation => operation.Key).Order(StringComparer.Ordinal));
        Assert.All(requests, type => Assert.Equal(["request." + type], MessagesOf(AsyncApiDocument.Operations[type]!)));

        var pushes = AsyncApiDocument.Messages
            .Select(message => message.Key).Where(name => name.StartsWith("push.", StringComparison.Ordinal));
        Assert.Equal(pushes.Order(), MessagesOf(AsyncApiDocument.Operations["push"]!).Order());
    }

    [Fact]
    public void The_answer_of_a_request_is_the_one_of_the_page()
    {
        Assert.All(ProtocolPage.Requests, row =>
        {
            var reply = AsyncApiDocument.Operations[row.Type]?["reply"];
            string[] expected = row.Answer.Count == 0 ? [] : [AnswerOf(row), "answer.error"];
            Assert.Equal(expected, reply is null ? [] : MessagesOf(reply));
        });
    }

    [Fact]
    public void Error_codes_and_close_codes_are_those_of_the_server()
    {
        var codes = EnumOf("answer.error", "code").Select(code => code!.ToString());
        Assert.Equal(Enum.GetValues<ErrorCode>().Select(code => code.Name()), codes);

        var closes = EnumOf("push.bye", "code").Select(code => (CloseCode)code!.GetValue<int>());
        Assert.Equal(Enum.GetValues<CloseCode>().Except([CloseCode.TakenOver]).Order(), closes.Order());
    }

    [Fact]
    public void Names_are_those_of_the_server()
    {
        var schemas = AsyncApiDocument.Root["components"]!["schemas"]!;
        Assert.Equal(Names<MemberRole>(WireNames.Name), Enumerated(schemas["Role"]!));
        Assert.Equal(Names<RoomKind>(WireNames.Name), Enumerated(schemas["RoomKind"]!));
        Assert.Equal(Names<JoinRule>(WireNames.Name), Enumerated(schemas["JoinRule"]!));
        Assert.Equal(Names<MemberChange>(WireNames.Name), Enumerated(schemas["MemberEvent"]!["properties"]!["change"]!));
        Assert.Equal(
            Names<RoomChange>(WireNames.Name).Append("created").Order(),
            Enumerated(schemas["RoomEvent"]!["properties"]!["change"]!));
    }

    [Theory]
    [InlineData("request.send", """{"type":"send","id":1,"room":"r-1","clientMsgId":"c","content":{"kind":"text","text":" "}}""")]
    [InlineData("request.send", """{"type":"send","id":1,"room":"..","clientMsgId":"c","content":{"kind":"x"}}""")]
    [InlineData("request.history", """{"type":"history","id":1,"room":"r-1","before":1,"after":1}""")]
    [InlineData("request.room.update", """{"type":"room.update","id":1,"room":"r-1"}""")]
    [InlineData("request.room.get", """{"type":"room.get","room":"r-1"}""")]
    [InlineData("request.room.role", """{"type":"room.role","id":1,"room":"r-1","user":"u-1","role":"Owner"}""")]
    public void What_the_server_refuses_the_schema_refuses(string message, string frame)
    {
        Assert.Null(RequestReader.Read(System.Text.Encoding.UTF8.GetBytes(frame)).Request);

        Assert.NotEmpty(AsyncApiDocument.FaultsOf(message, frame));
    }

    [Fact]
    public void A_field_that_is_not_described_is_a_fault_here()
    {
        var frame = JsonNode.Parse(GoldenFiles.Text("frames", "push.room"))!;
        frame["room"]!["colour"] = "red";

        Assert.NotEmpty(AsyncApiDocument.FaultsOf("push.room", frame.ToJsonString()));
    }

    // The answer of the page is given by its members; the document's has a name.
    private static string AnswerOf(ProtocolPage.RequestRow row)
    {
        var type = row.Answer[0];
        return GoldenFiles.Names("frames", "answer.")
            .Select(file => (File: file, Frame: JsonDocument.Parse(GoldenFiles.Text("frames", file)).RootElement))
            .Where(answer => answer.Frame.GetProperty("type").GetString() == type)
            .Where(answer => type != "ok" || row.Answer.Skip(1).Order().SequenceEqual(
                answer.Frame.EnumerateObject().Select(member => member.Name).Except(["type", "id"]).Order()))
            .Select(answer => AsyncApiDocument.MessageOf(answer.File)!)
            .Distinct()
            .Single();
    }

    private static IEnumerable<JsonNode> ExamplesOf(string message) =>
        AsyncApiDocument.Messages[message]!["examples"]!.AsArray().Select(example => example!);

    private static IEnumerable<string> MessagesOf(JsonNode operation) =>
        operation["messages"]!.AsArray().Select(message => message!["$ref"]!.ToString().Split('/')[^1]);

    private static JsonArray EnumOf(string message, string field) =>
        AsyncApiDocument.Messages[message]!["payload"]!["properties"]![field]!["enum"]!.AsArray();

    private static IEnumerable<string> Enumerated(JsonNode schema) =>
        schema["enum"]!.AsArray().Select(name => name!.ToString()).Order();

    private static IEnumerable<string> Names<T>(Func<T, string> name)
        where T : struct, Enum => Enum.GetValues<T>().Select(name).Order();
}
