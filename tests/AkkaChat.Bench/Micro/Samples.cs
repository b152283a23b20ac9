using System.Globalization;
using System.Text;
using AkkaChat.Protocol;

namespace AkkaChat.Bench.Micro;

/// <summary>What is measured with: people, rooms, and messages of 100 characters.</summary>
internal static class Samples
{
    /// <summary>The time of the first event.</summary>
    public const long Start = 1_790_000_000_000;

    private const int TextChars = 100;

    private static readonly string Words = new('x', TextChars);

    /// <summary>The room that most is measured in.</summary>
    public static RoomId Team { get; } = RoomAt(0);

    /// <summary>What everybody says.</summary>
    public static MessageContent Content { get; } =
        new("text", Encoding.ASCII.GetBytes($$"""{"kind":"text","text":"{{Words}}"}"""));

    /// <summary>A client's frame that says it.</summary>
    public static byte[] SendFrame { get; } = Encoding.ASCII.GetBytes(
        $$"""{"type":"send","id":1234,"room":"{{Team}}","clientMsgId":"c-0123456789abcdef","content":{{Encoding.ASCII.GetString(Content.Json.Span)}}}""");

    /// <summary>A room.</summary>
    public static RoomId RoomAt(int index) => RoomId.Parse(string.Create(CultureInfo.InvariantCulture, $"r-{index}"));

    /// <summary>A person.</summary>
    public static UserId UserAt(int index) => UserId.Parse(string.Create(CultureInfo.InvariantCulture, $"u-{index}"));

    /// <summary>An idempotency key.</summary>
    public static ClientMessageId KeyAt(long index) =>
        ClientMessageId.Parse(string.Create(CultureInfo.InvariantCulture, $"c-{index:x16}"));

    /// <summary>The event of a message.</summary>
    public static RoomEvent.MessagePosted PostedAt(RoomId room, long seq, UserId from, long messageNo) => new(
        seq,
        Start + seq,
        from,
        new MessageId(string.Create(CultureInfo.InvariantCulture, $"m-{room}-{seq:x16}")),
        KeyAt(seq),
        Content,
        [],
        ReplyTo: null,
        messageNo);
}
