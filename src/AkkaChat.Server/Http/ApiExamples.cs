using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Auth.WeChat;
using AkkaChat.Server.Media;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace AkkaChat.Server.Http;

/// <summary>What the bodies of the HTTP API look like, and which errors an endpoint gives.</summary>
internal static class ApiExamples
{
    private const string Json = "application/json";

    private const string SignedUrl = """
        {"id":"0f8c2d6e4b1a49379c5de8f7a6b50c13","url":"/media/0f8c2d6e4b1a49379c5de8f7a6b50c13?exp=1790003600&sig=c2ln",
         "thumb":null,"expiresAt":1790003600000}
        """;

    /// <summary>A body of each type that has a fixed form.</summary>
    public static readonly IReadOnlyDictionary<Type, string> Bodies = new Dictionary<Type, string>
    {
        [typeof(GuestBody)] = """{"name":"Ann"}""",
        [typeof(WeChatBody)] = """{"code":"0e3Kd0000mZxtR1gpM200Xk8gd4Kd00a"}""",
        [typeof(RefreshBody)] = """{"refreshToken":"r1.Zm9v"}""",
        [typeof(SignInBody)] = """
            {"token":"eyJhbGciOiJIUzI1NiJ9.e30.c2ln","expiresAt":1790003600000,"refreshToken":"r1.YmFy",
             "user":{"id":"u-1","name":"Ann","avatar":null}}
            """,
        [typeof(MessageBody)] = """
            {"clientMsgId":"c-77","content":{"kind":"text","text":"hi @Ann"},"mentions":["u-1"],"replyTo":118}
            """,
        [typeof(AckBody)] = """{"room":"r-42","seq":131,"messageId":"m-131","time":1790000000123,"duplicate":false}""",
        [typeof(EventListBody)] = """
            {"events":[{"type":"event","room":"r-42","seq":131,"kind":"message","id":"m-131","from":"u-2",
             "time":1790000000123,"clientMsgId":"c-77","content":{"kind":"text","text":"hi @Ann"},"mentions":["u-1"],
             "replyTo":118}],"more":false}
            """,
        [typeof(RoomListBody)] = """
            {"rooms":[{"id":"dm-u-1.u-2","kind":"dm","name":"Bob","peer":{"id":"u-2","name":"Bob","avatar":"/media/b.png"},
             "lastSeq":1,"readSeq":0,"unread":0,"mentionUnread":0,"role":"member","muted":true,"pinned":false,"last":null,
             "updatedAt":1790000000001,"announcement":null,"avatar":"/media/b.png","joinRule":"invite","memberCount":2,
             "public":false,"mutedUntil":null,"muteAll":false,"slowModeMs":0}],"cursor":null}
            """,
        [typeof(MediaBody)] = """
            {"url":"/media/0f8c2d6e4b1a49379c5de8f7a6b50c13","mime":"image/jpeg","size":48213,"width":1280,"height":960,
             "thumb":"/media/0f8c2d6e4b1a49379c5de8f7a6b50c13/thumb"}
            """,
        [typeof(MediaIdsBody)] = """{"ids":["0f8c2d6e4b1a49379c5de8f7a6b50c13"]}""",
        [typeof(MediaUrlBody)] = SignedUrl,
        [typeof(MediaUrlListBody)] = $$"""{"urls":[{{SignedUrl}}]}""",
    };

    /// <summary>Adds them to the description of an endpoint with this metadata.</summary>
    public static void AddTo(OpenApiOperation operation, IList<object> metadata)
    {
        if (metadata.OfType<IAcceptsMetadata>().LastOrDefault() is { RequestType: { } asked })
        {
            Show(operation.RequestBody?.Content, asked);
        }

        foreach (var produced in metadata.OfType<IProducesResponseTypeMetadata>())
        {
            if (produced.Type is { } type && operation.Responses?.GetValueOrDefault(Key(produced.StatusCode)) is { } response)
            {
                Show(response.Content, type);
            }
        }

        if (metadata.OfType<ProblemCodes>().LastOrDefault() is { } problems)
        {
            AddErrors(operation, problems.Codes, ApiDocument.NeedsToken(metadata));
        }
    }

    private static void Show(IDictionary<string, OpenApiMediaType>? content, Type type)
    {
        if (content?.TryGetValue(Json, out var media) == true && Bodies.TryGetValue(type, out var body))
        {
            media.Example = JsonNode.Parse(body);
        }
    }

    private static void AddErrors(OpenApiOperation operation, IEnumerable<ErrorCode> codes, bool needsToken)
    {
        var all = needsToken ? codes.Append(ErrorCode.TokenExpired) : codes;
        foreach (var group in all.Distinct().Order().GroupBy(ProblemStatus.Of))
        {
            if (operation.Responses?.GetValueOrDefault(Key(group.Key)) is not OpenApiResponse response
                || response.Content?.TryGetValue(Problem.MediaType, out var media) != true)
            {
                continue;
            }

            response.Description = string.Join(' ', group.Select(code => $"`{code.Name()}`: {code.Sentence()}"));
            media!.Examples = group.ToDictionary(code => code.Name(), IOpenApiExample (code) => new OpenApiExample
            {
                Value = JsonSerializer.SerializeToNode(Problem.BodyOf(code), HttpJson.Shared.ProblemBody),
            });
        }
    }

    private static string Key(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
