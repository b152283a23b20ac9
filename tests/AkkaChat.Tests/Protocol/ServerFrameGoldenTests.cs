using System.Reflection;
using System.Text;
using AkkaChat.Protocol;
using Xunit;

namespace AkkaChat.Tests.Protocol;

public sealed class ServerFrameGoldenTests
{
    public static TheoryData<string> FrameFiles =>
        [.. ServerFrames.OfAnswers.Concat(ServerFrames.OfPushes).Concat(ServerFrames.OfEvents).Select(frame => frame.File)];

    public static TheoryData<string> BodyFiles => [.. ServerFrames.OfBodies.Select(body => body.File)];

    [Theory]
    [MemberData(nameof(FrameFiles))]
    public void A_frame_is_written_as_its_golden_file(string file)
    {
        var all = ServerFrames.OfAnswers.Concat(ServerFrames.OfPushes).Concat(ServerFrames.OfEvents);

        var frame = all.Single(frame => frame.File == file).Write();

        Assert.Equal(GoldenFiles.Text("frames", file), Encoding.UTF8.GetString(frame) + "\n");
    }

    [Theory]
    [MemberData(nameof(BodyFiles))]
    public void An_http_body_is_written_as_its_golden_file(string file)
    {
        var body = ServerFrames.OfBodies.Single(body => body.File == file).Write();

        Assert.Equal(GoldenFiles.Text("bodies", file), Encoding.UTF8.GetString(body) + "\n");
    }

    [Fact]
    public void Every_golden_frame_of_the_server_is_written_by_something()
    {
        Assert.Equal(Sorted(ServerFrames.OfAnswers.Select(frame => frame.File)), GoldenFiles.Names("frames", "answer."));
        Assert.Equal(
            Sorted(ServerFrames.OfPushes.Concat(ServerFrames.OfEvents).Select(frame => frame.File)),
            GoldenFiles.Names("frames", "push."));
        Assert.Equal(Sorted(ServerFrames.OfBodies.Select(body => body.File)), GoldenFiles.Names("bodies"));
        Assert.All(
            GoldenFiles.Names("frames"),
            name => Assert.True(name.Split('.')[0] is "request" or "answer" or "push", name));
    }

    [Fact]
    public void Every_method_that_writes_a_frame_has_a_golden_file()
    {
        Assert.Equal(MethodsOf(typeof(Answers)), MethodsOf(ServerFrames.OfAnswers));
        Assert.Equal(MethodsOf(typeof(Pushes)), MethodsOf(ServerFrames.OfPushes));
        Assert.Equal(MethodsOf(typeof(Bodies)), MethodsOf(ServerFrames.OfBodies));
    }

    [Fact]
    public void Every_event_kind_has_a_golden_file()
    {
        var kinds = Enum.GetValues<EventKind>().Select(kind => kind.Name());

        Assert.Equal(Sorted(kinds), MethodsOf(ServerFrames.OfEvents));
        Assert.All(kinds, kind => Assert.Contains("push.event." + kind, GoldenFiles.Names("frames")));
    }

    [Fact]
    public void A_golden_file_is_one_line_with_a_newline_at_its_end()
    {
        var files = GoldenFiles.Names("frames").Select(name => ("frames", name))
            .Concat(GoldenFiles.Names("bodies").Select(name => ("bodies", name)));

        Assert.All(files, file =>
        {
            var bytes = GoldenFiles.Bytes(file.Item1, file.name);
            Assert.Equal(bytes.Length - 1, bytes.AsSpan().IndexOf((byte)'\n'));
            Assert.Equal((byte)'{', bytes[0]);
        });
    }

    [Fact]
    public void A_frame_has_no_line_break_whatever_is_in_it()
    {
        var user = new UserView(UserId.System, "a\nb\r\u2028c\0\ud800", null);

        var frame = Answers.User(new RequestId("1"), user);

        Assert.False(frame.AsSpan().ContainsAny((byte)'\n', (byte)'\r'));
        Assert.True(System.Text.Unicode.Utf8.IsValid(frame));
    }

    private static List<string> MethodsOf(Type type) => Sorted(type
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Select(method => method.Name));

    private static List<string> MethodsOf(IEnumerable<(string File, string Method, Func<byte[]> Write)> frames) =>
        Sorted(frames.Select(frame => frame.Method));

    private static List<string> Sorted(IEnumerable<string> names) =>
        [.. names.Distinct().Order(StringComparer.Ordinal)];
}
