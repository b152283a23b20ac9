using System.Net.Mime;

namespace AkkaChat.Server.Http;

/// <summary>An answer that is encoded already.</summary>
/// <param name="body">The JSON in UTF-8.</param>
internal sealed class EncodedJson(ReadOnlyMemory<byte> body) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = MediaTypeNames.Application.Json;
        httpContext.Response.ContentLength = body.Length;
        return httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
