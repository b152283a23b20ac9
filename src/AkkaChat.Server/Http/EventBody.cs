using System.Text.Json;

namespace AkkaChat.Server.Http;

/// <summary>An event of a room's log (protocol §5); describes only what events of all kinds have, and messages.</summary>
/// <param name="Type">Always event.</param>
/// <param name="Room">Which room.</param>
/// <param name="Seq">Its place in the log.</param>
/// <param name="Kind">message, recall, edit, member, room …</param>
/// <param name="Id">The message's name.</param>
/// <param name="From">Who did it.</param>
/// <param name="Time">When; milliseconds since 1970 UTC.</param>
/// <param name="ClientMsgId">The author's key of the message.</param>
/// <param name="Content">What the message says; missing once it was recalled.</param>
/// <param name="Recalled">True if the message was taken back.</param>
internal sealed record EventBody(
    string Type,
    string Room,
    long Seq,
    string Kind,
    string? Id,
    string From,
    long Time,
    string? ClientMsgId,
    JsonElement? Content,
    bool? Recalled);
