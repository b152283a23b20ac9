using System.Text.Json.Nodes;
using AkkaChat.Protocol;
using Xunit;

namespace AkkaChat.Tests.Protocol;

/// <summary>Every field of every request, missing and with each wrong type.</summary>
public sealed class RequestFieldTests
{
    private static readonly Dictionary<Shape, string[]> Wrong = new()
    {
        [Shape.Id] = ["1", "true", "[]", "{}", "\"\"", "\"a/b\"", "\"..\"", "\"a\\\"b\"", "\"a b\"", "\"a\\u0000\"", "\"é\""],
        [Shape.Opaque] = ["1", "true", "[]", "{}", "\"\"", "\"a\\tb\"", "\"a\\u0000\"", "\"a\\u0085\""],
        [Shape.Text] = ["1", "true", "[]", "{}", "\"\"", "\"\\ud800\""],
        [Shape.Seq] = ["\"1\"", "true", "[]", "{}", "1.5", "1.0", "1e3", "1e400", "-1", "9007199254740992", "9223372036854775808"],
        [Shape.Flag] = ["1", "\"true\"", "[]", "{}"],
        [Shape.Content] = ["1", "\"x\"", "true", "[]", "{}"],
        [Shape.Users] = ["1", "\"x\"", "true", "{}", "[1]", "[null]", "[\"u-1\",\"a/b\"]", "[[\"u-1\"]]", "[{}]"],
        [Shape.Places] = ["1", "\"x\"", "true", "{}", "[]", "[0]", "[-1]", "[1.5]", "[\"1\"]", "[null]", "[9007199254740992]", "[5,5]"],
        [Shape.Line] = ["1", "true", "[]", "{}", "\"\\ud800\""], // may be empty
        [Shape.Echo] = ["true", "[]", "{}", "1e400", "\"\\ud800\""],
        [Shape.Cursors] = ["1", "\"x\"", "true", "[]", "{\"a/b\":1}", "{\"r\":\"1\"}", "{\"r\":-1}", "{\"r\":1.5}", "{\"r\":null}"],
    };

    private static readonly Row[] Rows =
    [
        new("ping", "t", Shape.Echo, false),
        new("react", "room", Shape.Id, true),
        new("react", "target", Shape.Seq, true),
        new("react", "emoji", Shape.Text, true),
        new("react", "on", Shape.Flag, true),
        new("forward", "from", Shape.Id, true),
        new("forward", "targets", Shape.Places, true),
        new("forward", "to", Shape.Id, true),
        new("forward", "clientMsgId", Shape.Opaque, true),
        new("room.update", "room", Shape.Id, true),
        new("room.update", "name", Shape.Text, false),
        new("room.update", "announcement", Shape.Line, false),
        new("room.update", "avatar", Shape.Line, false),
        new("room.update", "joinRule", Shape.Text, false),
        new("room.update", "public", Shape.Flag, false),
        new("room.update", "slowModeMs", Shape.Seq, false),
        new("room.invite", "room", Shape.Id, true),
        new("room.invite", "users", Shape.Users, true),
        new("room.remove", "room", Shape.Id, true),
        new("room.remove", "user", Shape.Id, true),
        new("room.role", "room", Shape.Id, true),
        new("room.role", "user", Shape.Id, true),
        new("room.role", "role", Shape.Text, true),
        new("room.mute", "room", Shape.Id, true),
        new("room.mute", "user", Shape.Id, true),
        new("room.mute", "forMs", Shape.Seq, true),
        new("room.muteAll", "room", Shape.Id, true),
        new("room.muteAll", "on", Shape.Flag, true),
        new("room.ban", "room", Shape.Id, true),
        new("room.ban", "user", Shape.Id, true),
        new("room.unban", "room", Shape.Id, true),
        new("room.unban", "user", Shape.Id, true),
        new("room.bans", "room", Shape.Id, true),
        new("room.bans", "cursor", Shape.Text, false),
        new("room.bans", "limit", Shape.Seq, false),
        new("room.requests", "room", Shape.Id, true),
        new("room.requests", "cursor", Shape.Text, false),
        new("room.requests", "limit", Shape.Seq, false),
        new("room.accept", "room", Shape.Id, true),
        new("room.accept", "user", Shape.Id, true),
        new("room.refuse", "room", Shape.Id, true),
        new("room.refuse", "user", Shape.Id, true),
        new("room.dissolve", "room", Shape.Id, true),
        new("room.pin", "room", Shape.Id, true),
        new("room.pin", "on", Shape.Flag, true),
        new("room.silence", "room", Shape.Id, true),
        new("room.silence", "on", Shape.Flag, true),
        new("user.block", "user", Shape.Id, true),
        new("user.unblock", "user", Shape.Id, true),
        new("user.blocks", "cursor", Shape.Text, false),
        new("user.blocks", "limit", Shape.Seq, false),
        new("connect", "token", Shape.Text, false),
        new("connect", "deviceId", Shape.Opaque, true),
        new("connect", "platform", Shape.Text, true),
        new("connect", "background", Shape.Flag, false),
        new("connect", "cursors", Shape.Cursors, false),
        new("connect", "batch", Shape.Flag, false),
        new("token", "token", Shape.Text, true),
        new("background", "on", Shape.Flag, true),
        new("send", "room", Shape.Id, true),
        new("send", "clientMsgId", Shape.Opaque, true),
        new("send", "content", Shape.Content, true),
        new("send", "mentions", Shape.Users, false),
        new("send", "replyTo", Shape.Seq, false),
        new("recall", "room", Shape.Id, true),
        new("recall", "target", Shape.Seq, true),
        new("edit", "room", Shape.Id, true),
        new("edit", "target", Shape.Seq, true),
        new("edit", "version", Shape.Seq, true),
        new("edit", "content", Shape.Content, true),
        new("history", "room", Shape.Id, true),
        new("history", "before", Shape.Seq, false),
        new("history", "limit", Shape.Seq, false),
        new("read", "room", Shape.Id, true),
        new("read", "seq", Shape.Seq, true),
        new("receipts", "room", Shape.Id, true),
        new("receipts", "seq", Shape.Seq, true),
        new("search", "q", Shape.Text, true),
        new("search", "room", Shape.Id, false),
        new("search", "before", Shape.Text, false),
        new("search", "limit", Shape.Seq, false),
        new("rooms.list", "cursor", Shape.Text, false),
        new("rooms.list", "limit", Shape.Seq, false),
        new("room.create", "room", Shape.Id, false),
        new("room.create", "name", Shape.Text, true),
        new("room.create", "kind", Shape.Text, false),
        new("room.create", "public", Shape.Flag, false),
        new("room.create", "members", Shape.Users, false),
        new("room.get", "room", Shape.Id, true),
        new("room.join", "room", Shape.Id, true),
        new("room.leave", "room", Shape.Id, true),
        new("room.members", "room", Shape.Id, true),
        new("room.members", "cursor", Shape.Text, false),
        new("room.members", "limit", Shape.Seq, false),
        new("dm.open", "user", Shape.Id, true),
        new("user.get", "user", Shape.Id, false),
        new("typing", "room", Shape.Id, true),
        new("presence", "users", Shape.Users, true),
        new("user.update", "name", Shape.Text, false),
        new("user.update", "avatar", Shape.Text, false),
    ];

    private enum Shape
    {
        Id,
        Opaque,
        Text,
        Seq,
        Flag,
        Content,
        Users,
        Cursors,
        Places,
        Line,
        Echo,
    }

    public static TheoryData<string, string, string> WrongValues
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var row in Rows)
            {
                foreach (var value in Wrong[row.Shape])
                {
                    data.Add(row.Type, row.Field, value);
                }
            }

            return data;
        }
    }

    public static TheoryData<string, string, bool> Fields
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var row in Rows)
            {
                data.Add(row.Type, row.Field, row.IsRequired);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(WrongValues))]
    public void A_field_that_is_not_what_it_must_be_is_refused(string type, string field, string value)
    {
        var golden = Golden(type);

        RequestReading.Refused(ErrorCode.BadFrame, With(golden, field, value), golden["id"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_may_be_absent_or_null_only_if_it_is_optional(string type, string field, bool isRequired)
    {
        var golden = Golden(type);
        var id = golden["id"]!.ToJsonString();

        var isNull = RequestReading.Read(With(golden, field, "null"));
        golden.Remove(field);
        var isAbsent = RequestReading.Read(golden.ToJsonString());

        Assert.Equal((!isRequired, !isRequired), (isNull.IsTaken, isAbsent.IsTaken));
        Assert.Equal((id, id), (isNull.Id.Json, isAbsent.Id.Json));
        if (isRequired)
        {
            Assert.Equal((ErrorCode.BadFrame, ErrorCode.BadFrame), (isNull.Code, isAbsent.Code));
            Assert.Contains(field, isAbsent.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_that_is_there_twice_is_refused(string type, string field, bool isRequired)
    {
        _ = isRequired;
        var golden = Golden(type);
        var value = golden[field]!.ToJsonString();
        var frame = golden.ToJsonString();
        var second = $"\"{field}\":{value},";

        RequestReading.Refused(ErrorCode.BadFrame, "{" + second + frame[1..], golden["id"]!.ToJsonString());
    }

    [Fact]
    public void Every_field_of_a_golden_request_is_in_the_table()
    {
        var listed = Rows.Select(row => (row.Type, row.Field)).ToHashSet();
        var golden = GoldenFiles.Names("frames", "request.").Select(name => name["request.".Length..]).Where(type => type != "pong")
            .SelectMany(type => Golden(type).Select(field => (type, field.Key)))
            .Where(field => field.Key is not ("type" or "id"));

        Assert.Equal(listed.Order(), golden.Order());
    }

    private static JsonObject Golden(string type) =>
        JsonNode.Parse(GoldenFiles.Bytes("frames", "request." + type))!.AsObject();

    // The field is put first, with a value that need not be JSON a document could hold.
    private static string With(JsonObject golden, string field, string value)
    {
        var rest = golden.DeepClone().AsObject();
        rest.Remove(field);
        return $"{{\"{field}\":{value},{rest.ToJsonString()[1..]}";
    }

    private sealed record Row(string Type, string Field, Shape Shape, bool IsRequired);
}
