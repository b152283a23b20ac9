using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;

namespace AkkaChat.Tests.Support;

/// <summary>A client and a server WebSocket with a connection in memory between them.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Pipe _up = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Pipe _down = new(new PipeOptions(pauseWriterThreshold: 0));

    public Connection()
    {
        Server = WebSocket.CreateFromStream(
            new Duplex(_up.Reader.AsStream(), _down.Writer.AsStream()), new WebSocketCreationOptions { IsServer = true });
        Client = WebSocket.CreateFromStream(
            new Duplex(_down.Reader.AsStream(), _up.Writer.AsStream()), new WebSocketCreationOptions());
    }

    public WebSocket Server { get; }

    public WebSocket Client { get; }

    public Task SendAsync(string text, bool end = true, WebSocketMessageType type = WebSocketMessageType.Text) =>
        Client.SendAsync(Encoding.UTF8.GetBytes(text), type, end, CancellationToken.None);

    public Task CloseAsync() => Client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);

    /// <summary>The client is gone without a word.</summary>
    public void Break() => _up.Writer.Complete();

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
    }

    private sealed class Duplex(Stream input, Stream output) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            input.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            output.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
