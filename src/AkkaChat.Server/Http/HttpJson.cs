using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Auth.WeChat;
using AkkaChat.Server.Media;

namespace AkkaChat.Server.Http;

/// <summary>All bodies that go over HTTP, with readers and writers made at build time.</summary>
[JsonSerializable(typeof(AckBody))]
[JsonSerializable(typeof(EventListBody))]
[JsonSerializable(typeof(GuestBody))]
[JsonSerializable(typeof(MediaBody))]
[JsonSerializable(typeof(MediaForm))]
[JsonSerializable(typeof(MediaIdsBody))]
[JsonSerializable(typeof(MediaUrlBody))]
[JsonSerializable(typeof(MediaUrlListBody))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(RefreshBody))]
[JsonSerializable(typeof(RoomListBody))]
[JsonSerializable(typeof(SignInBody))]
[JsonSerializable(typeof(WeChatBody))]
[JsonSerializable(typeof(int?))]
internal sealed partial class HttpJson : JsonSerializerContext
{
    /// <summary>The one instance; it leaves Chinese text and emoji readable, as the socket does.</summary>
    public static HttpJson Shared { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = Limits.MaxDepth,
    });
}
