using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaChat.Server.Http;

/// <summary>What a message is posted with; describes the body only, which is read by the rules of the socket's send.</summary>
/// <param name="ClientMsgId">The sender's key: 1 to 64 characters. The same key never makes a second message.</param>
/// <param name="Content">What it says (protocol §5).</param>
/// <param name="Mentions">Ids of the people mentioned.</param>
/// <param name="ReplyTo">The seq of the message that it answers.</param>
internal sealed record MessageBody(
    string ClientMsgId,
    JsonElement Content,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Mentions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ReplyTo);
