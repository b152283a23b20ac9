using AkkaChat.Protocol;
using BenchmarkDotNet.Attributes;

namespace AkkaChat.Bench.Micro;

/// <summary>Bytes in and out of one chat message.</summary>
public class CodecBenchmarks
{
    private readonly byte[] _frame = Samples.SendFrame;
    private readonly RoomEvent _posted = Samples.PostedAt(Samples.Team, 131, Samples.UserAt(1), 120);
    private readonly EventHeader _header;
    private readonly byte[] _body;

    /// <summary>A message that was decided.</summary>
    public CodecBenchmarks()
    {
        _header = EventHeader.Of(_posted);
        _body = EventCodec.EncodeBody(_posted);
    }

    /// <summary>A client's <c>send</c> is read.</summary>
    [Benchmark]
    public RequestOutcome ReadSend() => RequestReader.Read(_frame);

    /// <summary>The body that the store keeps.</summary>
    [Benchmark]
    public byte[] EncodeBody() => EventCodec.EncodeBody(_posted);

    /// <summary>The frame that all members get.</summary>
    [Benchmark]
    public byte[] EncodeFrame() => EventCodec.EncodeFrame(Samples.Team, _header, _body);
}
