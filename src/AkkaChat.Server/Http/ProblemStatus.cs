using AkkaChat.Protocol;

namespace AkkaChat.Server.Http;

/// <summary>Which HTTP status an error code has, and which code a status of the framework.</summary>
internal static class ProblemStatus
{
    /// <summary>The status of <paramref name="code"/>.</summary>
    public static int Of(ErrorCode code) => code switch
    {
        ErrorCode.BadFrame => StatusCodes.Status400BadRequest,
        ErrorCode.UnknownType => StatusCodes.Status400BadRequest,
        ErrorCode.Unauthorized => StatusCodes.Status401Unauthorized,
        ErrorCode.TokenExpired => StatusCodes.Status401Unauthorized,
        ErrorCode.Forbidden => StatusCodes.Status403Forbidden,
        ErrorCode.NotFound => StatusCodes.Status404NotFound,
        ErrorCode.NotMember => StatusCodes.Status403Forbidden,
        ErrorCode.AlreadyExists => StatusCodes.Status409Conflict,
        ErrorCode.Muted => StatusCodes.Status403Forbidden,
        ErrorCode.Banned => StatusCodes.Status403Forbidden,
        ErrorCode.Blocked => StatusCodes.Status403Forbidden,
        ErrorCode.RoomFull => StatusCodes.Status409Conflict,
        ErrorCode.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCode.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorCode.Conflict => StatusCodes.Status409Conflict,
        ErrorCode.RecallExpired => StatusCodes.Status409Conflict,
        ErrorCode.ContentRejected => StatusCodes.Status422UnprocessableEntity,
        ErrorCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorCode.Internal => StatusCodes.Status500InternalServerError,
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "unknown error code"),
    };

    /// <summary>The code for an error status that no code of ours led to.</summary>
    public static ErrorCode CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ErrorCode.Unauthorized,
        StatusCodes.Status403Forbidden => ErrorCode.Forbidden,
        StatusCodes.Status404NotFound => ErrorCode.NotFound,
        StatusCodes.Status405MethodNotAllowed => ErrorCode.UnknownType,
        StatusCodes.Status413PayloadTooLarge => ErrorCode.TooLarge,
        StatusCodes.Status429TooManyRequests => ErrorCode.RateLimited,
        StatusCodes.Status503ServiceUnavailable => ErrorCode.Unavailable,
        StatusCodes.Status504GatewayTimeout => ErrorCode.Unavailable,
        < StatusCodes.Status500InternalServerError => ErrorCode.BadFrame,
        _ => ErrorCode.Internal,
    };
}
