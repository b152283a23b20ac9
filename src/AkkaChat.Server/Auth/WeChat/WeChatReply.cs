using System.Text.Json.Serialization;

namespace AkkaChat.Server.Auth.WeChat;

/// <summary>
/// The body of <c>code2Session</c>. It has a session key too, which is of no use here and therefore isn't even read.
/// </summary>
/// <param name="ErrorCode">0 or not there: it went well.</param>
/// <param name="OpenId">The person's id in this mini program.</param>
/// <param name="UnionId">The person's id in all programs of the same owner, if there is one.</param>
internal sealed record WeChatReply(
    [property: JsonPropertyName("errcode")] int? ErrorCode,
    [property: JsonPropertyName("openid")] string? OpenId,
    [property: JsonPropertyName("unionid")] string? UnionId);

/// <summary>Readers of what WeChat sends, made at build time.</summary>
[JsonSerializable(typeof(WeChatReply))]
internal sealed partial class WeChatJson : JsonSerializerContext;
