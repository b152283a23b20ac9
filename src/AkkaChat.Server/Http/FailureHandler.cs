using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace AkkaChat.Server.Http;

/// <summary>Turns what an endpoint throws into a problem, and logs what is a bug.</summary>
internal sealed class FailureHandler(ILogger<FailureHandler> log) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        try
        {
            await ProblemFor(httpContext, exception).ExecuteAsync(httpContext);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client is gone: there is nobody to tell.
        }

        return true;
    }

    private Problem ProblemFor(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return new Problem(ProblemStatus.CodeOf(bad.StatusCode), status: bad.StatusCode);
            case InvalidCursorException:
                return new Problem(ErrorCode.BadFrame);
            case StoreUnavailableException or TimeoutException:
                FailureHandlerLog.Unavailable(log, Route(context), exception.Message);
                return new Problem(ErrorCode.Unavailable);
            default:
                FailureHandlerLog.Failed(log, context.Request.Method, Route(context), exception);
                return new Problem(ErrorCode.Internal);
        }
    }

    // The pattern, not the path: that is the client's, and may be of any length.
    private static string Route(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName ?? "no endpoint";
}
