using System.Text;
using AkkaChat.Server.Sockets;
using Xunit;

namespace AkkaChat.Tests.Sockets;

public sealed class FrameBatchTests
{
    private const int Limit = 32 * 1024;

    [Fact]
    public void Objects_are_frames_of_their_own_unless_the_client_takes_batches() =>
        Assert.Equal("\u0081\u00010\u0081\u0003abc\u0081\0", Lay(batch: false, "0", "abc", ""));

    [Fact]
    public void For_a_client_that_takes_batches_all_are_one_frame() =>
        Assert.Equal("\u0081\u00060\nabc\n", Lay(batch: true, "0", "abc", ""));

    [Theory]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    public void The_header_says_how_long_the_frame_is(int length, int header)
    {
        var frame = Lay(batch: false, new string('x', length));

        Assert.Equal(header + length, frame.Length);
        var said = header switch
        {
            2 => frame[1],
            4 => (frame[2] << 8) | frame[3],
            _ => (frame[6] << 24) | (frame[7] << 16) | (frame[8] << 8) | frame[9],
        };
        Assert.Equal(length, said);
        Assert.Equal(header switch { 2 => length, 4 => 126, _ => 127 }, frame[1]);
    }

    [Fact]
    public void A_batch_has_at_most_its_limit_and_the_rest_follows()
    {
        var first = new string('a', Limit / 2);
        var second = new string('b', (Limit / 2) - 1);

        Assert.Equal(4 + Limit + 2 + 1, Lay(batch: true, first, second, "c").Length);
        Assert.Equal(4 + (Limit / 2) + 4 + (Limit / 2), Lay(batch: true, first, second + "b").Length);
    }

    private static string Lay(bool batch, params string[] objects)
    {
        ReadOnlyMemory<byte>[] frames = [.. objects.Select(text => (ReadOnlyMemory<byte>)Encoding.Latin1.GetBytes(text))];
        var size = FrameBatch.SizeOf(frames, batch);
        var bytes = new byte[size];
        Assert.Equal(size, FrameBatch.Write(frames, batch, bytes));
        return Encoding.Latin1.GetString(bytes);
    }
}
