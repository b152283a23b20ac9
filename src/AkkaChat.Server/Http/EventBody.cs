using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaChat.Server.Http;

/// <summary>An event of a room's log (protocol §5); describes only what events of all kinds have, and messages.</summary>
/// <param name="Type">Always event.</param>
/// <param name="Room">Which room.</param>
/// <param name="Seq">Its place in the log.</param>
/// <param name="Kind">message, recall, edit, reaction, member or room.</param>
/// <param name="Id">The message's name.</param>
/// <param name="From">Who did it.</param>
/// <param name="Time">When; milliseconds since 1970 UTC.</param>
/// <param name="ClientMsgId">The author's key of the message.</param>
/// <param name="Content">What the message says; missing once it was recalled.</param>
/// <param name="Mentions">Ids of the people mentioned; @all among them is everybody.</param>
/// <param name="ReplyTo">The seq of the message that it answers.</param>
/// <param name="Forward">Who said it first, if it was forwarded.</param>
/// <param name="Version">2 after the first edit; missing before.</param>
/// <param name="Reactions">How many people have set which emoji.</param>
/// <param name="Recalled">True if the message was taken back.</param>
internal sealed record EventBody(
    string Type,
    string Room,
    long Seq,
    string Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    string From,
    long Time,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientMsgId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Content,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Mentions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ReplyTo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ForwardBody? Forward,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ReactionBody>? Reactions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Recalled);
