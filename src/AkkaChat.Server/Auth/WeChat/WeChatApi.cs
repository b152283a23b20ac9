using System.Text.Json;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Auth.WeChat;

/// <summary>Asks WeChat who a code belongs to (<c>code2Session</c>). Never throws: what goes wrong is an answer too.</summary>
internal sealed class WeChatApi(IHttpClientFactory clients, WeChatApp app, ILogger<WeChatApi> log)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "wechat";

    /// <summary>Largest body that is read.</summary>
    public const int MaxReplyBytes = 64 * 1024;

    private const int MaxIdChars = 128;

    // WeChat's own numbers.
    private const int Busy = -1;
    private const int InvalidCode = 40029;
    private const int UsedCode = 40163;
    private const int HighRisk = 40226;
    private const int TooOften = 45011;

    // WeChat counts code2Session of a person by the minute.
    private static readonly TimeSpan CountingTime = TimeSpan.FromMinutes(1);

    /// <summary>Hands in <paramref name="code"/>, which is used up by that.</summary>
    public async Task<WeChatAnswer> ExchangeAsync(string code)
    {
        using var client = clients.CreateClient(Client);
        var query = QueryString.Create(new Dictionary<string, string?>
        {
            ["appid"] = app.Id,
            ["secret"] = app.Secret,
            ["js_code"] = code,
            ["grant_type"] = "authorization_code",
        });
        try
        {
            using var response = await client.GetAsync("/sns/jscode2session" + query);
            if (!response.IsSuccessStatusCode)
            {
                return Unavailable($"status {(int)response.StatusCode}");
            }

            var body = await response.Content.ReadAsByteArrayAsync();
            return JsonSerializer.Deserialize(body, WeChatJson.Default.WeChatReply) is { } reply
                ? Read(reply)
                : Unavailable("an empty body");
        }
        catch (HttpRequestException failure)
        {
            // Its message may hold the address, and the address holds the secret.
            return Unavailable(failure.HttpRequestError.ToString());
        }
        catch (OperationCanceledException)
        {
            return Unavailable("a time-out");
        }
        catch (JsonException)
        {
            return Unavailable("a body that is no JSON");
        }
    }

    private WeChatAnswer Read(WeChatReply reply)
    {
        switch (reply.ErrorCode ?? 0)
        {
            case 0 when IsId(reply.OpenId):
                return new WeChatAnswer.Person(reply.OpenId!, IsId(reply.UnionId) ? reply.UnionId : null);
            case 0:
                return Unavailable("a body without a person");
            case Busy:
                return Unavailable("that it is busy");
            case InvalidCode or UsedCode:
                return new WeChatAnswer.Refused(ErrorCode.Unauthorized);
            case HighRisk:
                return new WeChatAnswer.Refused(ErrorCode.Forbidden);
            case TooOften:
                return new WeChatAnswer.Refused(ErrorCode.RateLimited, CountingTime);
            case var number:
                WeChatApiLog.Refused(log, number);
                return new WeChatAnswer.Refused(ErrorCode.Internal);
        }
    }

    private WeChatAnswer.Refused Unavailable(string got)
    {
        WeChatApiLog.NoAnswer(log, got);
        return new WeChatAnswer.Refused(ErrorCode.Unavailable);
    }

    private static bool IsId(string? text) =>
        text is { Length: > 0 and <= MaxIdChars } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
