using System.Text;
using AkkaChat.Protocol;
using Xunit;
using static AkkaChat.Tests.Protocol.RequestReading;

namespace AkkaChat.Tests.Protocol;

/// <summary>What a message may say, and that it is stored as it was sent.</summary>
public sealed class RequestContentTests
{
    [Theory]
    [InlineData("""{"kind":"text","text":"hi"}""")]
    [InlineData("""{"text":"hi","kind":"text"}""")]
    [InlineData("""{ "kind":"text",	"text":"\u0068\/é🌻\ud83c\udf3b" , "x":[1.50,1E+2] }""")]
    [InlineData("""{"kind":"image","url":"/media/a.png","thumb":null,"width":10,"height":20.5,"size":0}""")]
    [InlineData("""{"kind":"voice","url":"cloud://a/b.mp3","durationMs":1500,"size":1}""")]
    [InlineData("""{"kind":"video","url":"https://example.org/a","thumb":"t","width":1,"height":1,"durationMs":1,"size":1}""")]
    [InlineData("""{"kind":"file","url":"/media/a","name":"a.pdf","size":1,"mime":"application/pdf"}""")]
    [InlineData("""{"kind":"location","lat":-90,"lng":180.0,"name":"x","address":"y"}""")]
    [InlineData("""{"kind":"location","lat":90,"lng":-180}""")]
    [InlineData("""{"kind":"custom","data":{"a":[1,{"b":null}],"__proto__":1}}""")]
    [InlineData("""{"kind":"x.y_z-1","url":5,"width":-1,"text":false,"n":1e400}""")]
    public void Content_is_kept_byte_for_byte(string content)
    {
        var request = Taken<Request.Send>(Send(content));

        Assert.Equal(content, Encoding.UTF8.GetString(request.Content.Json.Span));
    }

    [Fact]
    public void A_kind_is_known_by_its_name_however_it_is_written()
    {
        Assert.Equal("text", Taken<Request.Send>(Send("""{"text":"x","\u006bind":"te\u0078t"}""")).Content.Kind);
    }

    [Fact]
    public void Line_breaks_between_tokens_are_taken_out_and_nothing_else_changes()
    {
        var request = Taken<Request.Send>(Send(
            "{\r\n\t\"kind\" : \"text\",\n  \"text\":\"a \\\" \\\\\",\n \"n\" : [ 1.0 , \" x \\n\" ]\r}"));

        Assert.Equal(
            """{"kind":"text","text":"a \" \\","n":[1.0," x \n"]}""", Encoding.UTF8.GetString(request.Content.Json.Span));
    }

    [Theory]
    [InlineData("""{"text":"hi"}""")]
    [InlineData("""{"kind":null,"text":"hi"}""")]
    [InlineData("""{"kind":1,"text":"hi"}""")]
    [InlineData("""{"kind":"","text":"hi"}""")]
    [InlineData("""{"kind":"Text","text":"hi"}""")]
    [InlineData("""{"kind":"te xt"}""")]
    [InlineData("""{"kind":"té"}""")]
    [InlineData("""{"kind":"abcdefghijklmnopqrstuvwxyz0123456"}""")]
    [InlineData("""{"kind":"text","text":"a","kind":"image"}""")]
    [InlineData("""{"kind":"text","text":"a","te\u0078t":"b"}""")]
    [InlineData("""{"kind":"text"}""")]
    [InlineData("""{"kind":"text","text":null}""")]
    [InlineData("""{"kind":"text","text":1}""")]
    [InlineData("""{"kind":"text","text":""}""")]
    [InlineData("""{"kind":"text","text":" \n\t　\u00a0"}""")]
    [InlineData("""{"kind":"image","url":1}""")]
    [InlineData("""{"kind":"image","url":""}""")]
    [InlineData("""{"kind":"image","url":"u","thumb":[]}""")]
    [InlineData("""{"kind":"image","url":"u","width":"1"}""")]
    [InlineData("""{"kind":"image","url":"u","height":-1}""")]
    [InlineData("""{"kind":"image","url":"u","size":1e400}""")]
    [InlineData("""{"kind":"voice","durationMs":true}""")]
    [InlineData("""{"kind":"video","durationMs":-0.5}""")]
    [InlineData("""{"kind":"file","name":1}""")]
    [InlineData("""{"kind":"file","mime":{}}""")]
    [InlineData("""{"kind":"location","lat":90.1,"lng":0}""")]
    [InlineData("""{"kind":"location","lat":0,"lng":-180.1}""")]
    [InlineData("""{"kind":"location","lat":-90.1,"lng":0}""")]
    [InlineData("""{"kind":"location","lat":0,"lng":180.1}""")]
    [InlineData("""{"kind":"location","lat":"0","lng":0}""")]
    [InlineData("""{"kind":"location","address":1}""")]
    public void Content_of_the_wrong_shape_is_refused(string content)
    {
        Refused(ErrorCode.BadFrame, Send(content));
    }

    [Fact]
    public void A_kind_has_at_most_32_characters()
    {
        Taken<Request.Send>(Send("""{"kind":"abcdefghijklmnopqrstuvwxyz012345"}"""));
    }

    [Fact]
    public void Clients_do_not_speak_for_the_system()
    {
        Refused(ErrorCode.Forbidden, Send("""{"kind":"system","text":"x"}"""));
        Refused(ErrorCode.Forbidden, Edit("""{"kind":"system","text":"x"}"""));
    }

    [Fact]
    public void A_text_has_at_most_5000_utf16_units()
    {
        Taken<Request.Send>(Send(Text(new string('饭', 5000))));
        Refused(ErrorCode.TooLarge, Send(Text(new string('饭', 5001))));
        Taken<Request.Send>(Send(Text(Repeat("🌻", 2500))));
        Refused(ErrorCode.TooLarge, Send(Text(Repeat("🌻", 2500) + "x")));
        Refused(ErrorCode.TooLarge, Edit(Text(new string('x', 5001))));
    }

    [Fact]
    public void Escapes_in_a_text_count_as_one_unit()
    {
        Taken<Request.Send>(Send(Text(Repeat("\\n", 4999) + "x")));
        Taken<Request.Send>(Send(Text(Repeat("\\u0041", 2500))));
    }

    [Fact]
    public void Content_has_at_most_16_kib()
    {
        const string Empty = """{"kind":"x","data":""}""";
        var most = new string('x', (16 * 1024) - Empty.Length);

        Taken<Request.Send>(Send($$"""{"kind":"x","data":"{{most}}"}"""));
        Refused(ErrorCode.TooLarge, Send($$"""{"kind":"x","data":"{{most}}y"}"""));
    }

    [Fact]
    public void An_address_has_at_most_2048_characters()
    {
        Taken<Request.Send>(Send($$"""{"kind":"image","url":"{{new string('x', 2048)}}"}"""));
        Refused(ErrorCode.TooLarge, Send($$"""{"kind":"image","url":"{{new string('x', 2049)}}"}"""));
    }

    [Fact]
    public void A_message_mentions_at_most_50_people_each_once()
    {
        Assert.Equal(50, Taken<Request.Send>(Mentioning(50)).Mentions.Length);
        Refused(ErrorCode.TooLarge, Mentioning(51));
        var twice = Taken<Request.Send>(Send(Text("x"), ",\"mentions\":[\"b\",\"a\",\"b\"]"));
        Assert.Equal(["b", "a"], twice.Mentions.Select(user => user.Value));

        static string Mentioning(int count) => Send(
            Text("x"), $",\"mentions\":[{string.Join(',', Enumerable.Range(0, count).Select(n => $"\"u-{n}\""))}]");
    }

    [Fact]
    public void A_refusal_does_not_repeat_what_the_client_wrote()
    {
        string[] frames =
        [
            Send("""{"kind":"CANARY"}"""),
            Send("""{"kind":"image","url":{"CANARY":1}}"""),
            """{"type":"CANARY","id":7}""",
            """{"type":"room.get","id":7,"room":"CANARY/"}""",
            """{"type":"room.create","id":7,"name":"x","kind":"CANARY"}""",
            """{"type":"room.get","id":7,"room":"r","CANARY":}""",
        ];

        Assert.All(frames, frame => Assert.DoesNotContain("CANARY", Read(frame).Detail, StringComparison.Ordinal));
    }

    [Fact]
    public void A_refusal_names_the_field()
    {
        Assert.Equal("The field content.text is missing.", Refused(ErrorCode.BadFrame, Send("""{"kind":"text"}""")));
        Assert.Equal("The field room is missing.", Refused(ErrorCode.BadFrame, """{"type":"room.get","id":7}"""));
    }

    private static string Send(string content, string more = "") =>
        $$"""{"type":"send","id":7,"room":"r","clientMsgId":"c","content":{{content}}{{more}}}""";

    private static string Edit(string content) =>
        $$"""{"type":"edit","id":7,"room":"r","target":1,"version":1,"content":{{content}}}""";

    private static string Text(string text) => $$"""{"kind":"text","text":"{{text}}"}""";

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
