using System.Globalization;
using System.Text.Json;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Http;

/// <summary>An answer that refuses: <c>application/problem+json</c> with the protocol's error code.</summary>
/// <param name="code">Why.</param>
/// <param name="retryAfter">When the same request may succeed; null: not known.</param>
/// <param name="status">The HTTP status, where it is not the code's own.</param>
internal sealed class Problem(ErrorCode code, TimeSpan? retryAfter = null, int? status = null) : IResult
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    // What a client should wait for when nobody knows better.
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);

    /// <summary>The body for a code as it comes when nobody knows more.</summary>
    public static ProblemBody BodyOf(ErrorCode code) => BodyOf(code, code.IsTemporary() ? UsualWait : null, status: null);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var wait = retryAfter ?? (code.IsTemporary() ? UsualWait : null);
        var body = BodyOf(code, wait, status);
        var response = httpContext.Response;
        response.StatusCode = body.Status;
        response.ContentType = MediaType;
        if (wait is { } seconds)
        {
            response.Headers.RetryAfter =
                Math.Max(1, Math.Ceiling(seconds.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return JsonSerializer.SerializeAsync(
            response.Body, body, HttpJson.Shared.ProblemBody, httpContext.RequestAborted);
    }

    private static ProblemBody BodyOf(ErrorCode code, TimeSpan? wait, int? status) => new(
        "about:blank",
        code.Sentence(),
        status ?? ProblemStatus.Of(code),
        code.Name(),
        code.IsTemporary(),
        wait is { } time ? (long)Math.Ceiling(time.TotalMilliseconds) : null);
}
