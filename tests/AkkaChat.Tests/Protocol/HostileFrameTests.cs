using System.Text;
using System.Text.Json;
using AkkaChat.Protocol;
using Xunit;
using static AkkaChat.Tests.Protocol.RequestReading;

namespace AkkaChat.Tests.Protocol;

/// <summary>Frames that are made to break a parser. None of them throws, none gets past the door.</summary>
public sealed class HostileFrameTests
{
    private const int Seed = 20_260_101;
    private const int Mutations = 20_000;

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"ping\"")]
    [InlineData("[]")]
    [InlineData("[{\"type\":\"ping\"}]")]
    [InlineData("{")]
    [InlineData("{\"type\":\"ping\"")]
    [InlineData("{\"type\":\"ping\",}")]
    [InlineData("{\"type\":\"ping\"}}")]
    [InlineData("{\"type\":\"ping\"}{\"type\":\"ping\"}")]
    [InlineData("{\"type\":\"ping\"}\n{\"type\":\"ping\"}")]
    [InlineData("{\"type\":\"ping\"} x")]
    [InlineData("{\"type\":\"ping\"}\0")]
    [InlineData("\ufeff{\"type\":\"ping\"}")]
    [InlineData("{'type':'ping'}")]
    [InlineData("{type:\"ping\"}")]
    [InlineData("{\"type\":\"ping\",\"t\":01}")]
    [InlineData("{\"type\":\"ping\",\"t\":NaN}")]
    [InlineData("{\"type\":\"ping\"/* x */}")]
    [InlineData("{\"type\":\"pi\nng\"}")]
    [InlineData("{\"type\":\"ping\",\"x\":\"\\x\"}")]
    [InlineData("{\"type\":\"ping\",\"x\":\"\\u12\"}")]
    public void What_is_not_one_json_object_is_refused(string frame) => Refused(ErrorCode.BadFrame, frame, null);

    [Fact]
    public void Blanks_around_the_object_are_allowed()
    {
        Taken<Request.Ping>(" \r\n\t{ \"type\" :\n\"ping\" } \n");
    }

    [Theory]
    [InlineData("{\"type\":\"room.get\",\"id\":7,\"room\":")]
    [InlineData("{\"id\":7,\"type\":\"room.get\",\"room\":\"r\"} x")]
    [InlineData("{\"id\":7,\"id\":8,\"type\":\"room.get\",\"room\":\"r\"}")]
    [InlineData("{\"room\":\"\\ud800\",\"id\":7,\"type\":\"room.get\"}")]
    public void A_broken_frame_is_told_with_the_id_that_was_read(string frame) => Refused(ErrorCode.BadFrame, frame);

    [Fact]
    public void Sixteen_levels_are_allowed_and_seventeen_are_not()
    {
        // The frame is one level and the content another.
        Taken<Request.Send>(Send(Nested(14)));
        Refused(ErrorCode.BadFrame, Send(Nested(15)));
        Taken<Request.Ping>($$"""{"type":"ping","x":{{Nested(15)}}}""");
        Refused(ErrorCode.BadFrame, $$"""{"type":"ping","id":7,"x":{{Nested(16)}}}""");
        Refused(ErrorCode.BadFrame, new string('[', 30_000), null);
        Refused(ErrorCode.BadFrame, $$"""{"type":"ping","id":7,"x":{{Nested(30_000)}}}""");

        static string Nested(int levels) => new string('[', levels) + new string(']', levels);
        static string Send(string data) =>
            $$$"""{"type":"send","id":7,"room":"r","clientMsgId":"c","content":{"kind":"custom","data":{{{data}}}}}""";
    }

    [Fact]
    public void A_frame_has_at_most_64_kib()
    {
        const string Empty = """{"type":"ping","x":""}""";
        var most = new string('x', (64 * 1024) - Empty.Length);

        Taken<Request.Ping>($$"""{"type":"ping","x":"{{most}}"}""");
        Refused(ErrorCode.TooLarge, $$"""{"type":"ping","x":"{{most}}y"}""", null);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\uDBFF")]
    [InlineData("\\udc00")]
    [InlineData("\\ud800x")]
    [InlineData("\\ud800\\n")]
    [InlineData("\\ud800\\u0041")]
    [InlineData("\\ud800\\ud800\\udc00")]
    [InlineData("\\udc00\\ud800")]
    [InlineData("\\u0000")]
    [InlineData("ok\\\\\\u0000")]
    public void Half_a_character_or_a_nul_is_refused_wherever_it_is(string bad)
    {
        Refused(ErrorCode.BadFrame, Frame("value", bad, "x", "x"));
        Refused(ErrorCode.BadFrame, Frame(bad, "x", "x", "x"));
        Refused(ErrorCode.BadFrame, Frame("key", "x", bad, "x"));
        Refused(ErrorCode.BadFrame, Frame("key", "x", "x", bad));
        Refused(ErrorCode.BadFrame, Frame("key", "x", "x", "x").Replace("\"c\"", $"\"{bad}\"", StringComparison.Ordinal));

        static string Frame(string name, string value, string innerName, string innerValue) =>
            $$$"""{"type":"send","id":7,"room":"r","clientMsgId":"c","{{{name}}}":"{{{value}}}","""
            + $$$"""
            "content":{"kind":"custom","data":[{"{{{innerName}}}":"{{{innerValue}}}"}]}}
            """;
    }

    [Theory]
    [InlineData("\\ud83c\\udf3b")]
    [InlineData("\\\\u0000")]
    [InlineData("\\\\ud800")]
    [InlineData("\\u0001\\uffff\\ufffd")]
    public void Whole_characters_pass_however_they_are_written(string good)
    {
        Taken<Request.Ping>($$"""{"type":"ping","{{good}}":"{{good}}"}""");
    }

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { 0xc3 })]
    [InlineData(new byte[] { 0xc0, 0x80 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xf4, 0x90, 0x80, 0x80 })]
    public void What_is_not_utf8_is_refused(byte[] bad)
    {
        byte[] frame = [.. "{\"type\":\"ping\",\"x\":\""u8, .. bad, .. "\"}"u8];

        var outcome = RequestReader.Read(frame);

        Assert.Equal((false, ErrorCode.BadFrame), (outcome.IsTaken, outcome.Code));
    }

    [Fact]
    public void Many_fields_and_long_numbers_are_ignored_where_nobody_reads_them()
    {
        var fields = string.Concat(Enumerable.Range(0, 5_000).Select(n => $"\"f{n}\":{n},"));
        Taken<Request.Ping>($$"""{{{fields}}"type":"ping"}""");
        Taken<Request.Ping>($$"""{"type":"ping","x":{{new string('1', 60_000)}}}""");
        Refused(ErrorCode.BadFrame, $$"""{"type":"read","id":7,"room":"r","seq":{{new string('1', 60_000)}}}""");
    }

    [Fact]
    public void No_change_of_a_golden_frame_makes_the_reader_throw()
    {
        var random = new Random(Seed);
        var frames = GoldenFiles.Names("frames", "request.").Select(name => GoldenFiles.Bytes("frames", name)).ToArray();

        for (var round = 0; round < Mutations; round++)
        {
            var frame = Mutate(frames[random.Next(frames.Length)], random);

            var outcome = RequestReader.Read(frame);

            AssertSound(outcome, frame);
        }
    }

    private static byte[] Mutate(byte[] golden, Random random)
    {
        ReadOnlySpan<byte> interesting = "{}[]\",:\\u0d8ce-.9 \n"u8;
        var frame = golden.ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(frame.Count);
            switch (random.Next(4))
            {
                case 0:
                    frame[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    frame[at] = interesting[random.Next(interesting.Length)];
                    break;
                case 2:
                    frame.Insert(at, interesting[random.Next(interesting.Length)]);
                    break;
                default:
                    frame.RemoveAt(at);
                    break;
            }
        }

        return [.. frame];
    }

    private static void AssertSound(RequestOutcome outcome, byte[] frame)
    {
        var text = Encoding.UTF8.GetString(frame);
        if (!outcome.IsTaken)
        {
            Assert.True(Enum.IsDefined(outcome.Code) && outcome.Detail.Length > 0, text);
            Assert.True(IsJson(Answers.Error(outcome.Id, outcome.Code, outcome.Detail)), text);
            return;
        }

        var content = outcome.Request switch
        {
            Request.Send send => send.Content,
            Request.Edit edit => edit.Content,
            _ => null,
        };
        Assert.True(content is null || (IsJson(content.Json.ToArray()) && !content.Json.Span.Contains((byte)'\n')), text);
    }

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
