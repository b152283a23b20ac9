using System.Text.Json.Serialization;

namespace AkkaChat.Server.Http;

/// <summary>A message that is durable (protocol §6); describes it only.</summary>
/// <param name="Room">Which room it is in.</param>
/// <param name="Seq">Its place in the log.</param>
/// <param name="MessageId">Its name.</param>
/// <param name="Time">When; milliseconds since 1970 UTC.</param>
/// <param name="Duplicate">True if it was there before.</param>
internal sealed record AckBody(
    string Room,
    long Seq,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MessageId,
    long Time,
    bool Duplicate);
