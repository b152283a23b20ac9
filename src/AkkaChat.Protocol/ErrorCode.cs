namespace AkkaChat.Protocol;

/// <summary>Why a request was not carried out. The wire names are in <see cref="ErrorCodes"/>; numbers are frozen.</summary>
public enum ErrorCode
{
    /// <summary>The frame is not what the protocol says: not JSON, a field missing or of the wrong type.</summary>
    BadFrame = 1,

    /// <summary>The server knows no request of that <c>type</c>.</summary>
    UnknownType = 2,

    /// <summary>No token, or one that is not valid.</summary>
    Unauthorized = 3,

    /// <summary>The token was valid and has expired.</summary>
    TokenExpired = 4,

    /// <summary>Signed in, but not allowed to do this.</summary>
    Forbidden = 5,

    /// <summary>The room, message or user named does not exist.</summary>
    NotFound = 6,

    /// <summary>The room exists and the user is not in it.</summary>
    NotMember = 7,

    /// <summary>The id asked for is taken.</summary>
    AlreadyExists = 8,

    /// <summary>The user, or the whole room, is muted.</summary>
    Muted = 9,

    /// <summary>The user is banned from the room or from the service.</summary>
    Banned = 10,

    /// <summary>One of the two has blocked the other.</summary>
    Blocked = 11,

    /// <summary>The room has as many members as it may have.</summary>
    RoomFull = 12,

    /// <summary>A part of the request is longer than allowed.</summary>
    TooLarge = 13,

    /// <summary>Too many requests; try again after the time given.</summary>
    RateLimited = 14,

    /// <summary>The same key with other content, or an edit of a version that is not the newest.</summary>
    Conflict = 15,

    /// <summary>The time in which the author may recall has passed.</summary>
    RecallExpired = 16,

    /// <summary>The content was refused by moderation.</summary>
    ContentRejected = 17,

    /// <summary>Storage or the room can't answer now. After this the outcome of a send is unknown: send it again with the same key.</summary>
    Unavailable = 18,

    /// <summary>A fault of the server.</summary>
    Internal = 19,
}

/// <summary>Wire names, sentences and retry policy of the error codes.</summary>
public static class ErrorCodes
{
    /// <summary>The code's name on the wire.</summary>
    public static string Name(this ErrorCode code) => code switch
    {
        ErrorCode.BadFrame => "bad_frame",
        ErrorCode.UnknownType => "unknown_type",
        ErrorCode.Unauthorized => "unauthorized",
        ErrorCode.TokenExpired => "token_expired",
        ErrorCode.Forbidden => "forbidden",
        ErrorCode.NotFound => "not_found",
        ErrorCode.NotMember => "not_member",
        ErrorCode.AlreadyExists => "already_exists",
        ErrorCode.Muted => "muted",
        ErrorCode.Banned => "banned",
        ErrorCode.Blocked => "blocked",
        ErrorCode.RoomFull => "room_full",
        ErrorCode.TooLarge => "too_large",
        ErrorCode.RateLimited => "rate_limited",
        ErrorCode.Conflict => "conflict",
        ErrorCode.RecallExpired => "recall_expired",
        ErrorCode.ContentRejected => "content_rejected",
        ErrorCode.Unavailable => "unavailable",
        ErrorCode.Internal => "internal",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "unknown error code"),
    };

    /// <summary>A sentence for people, in English.</summary>
    public static string Sentence(this ErrorCode code) => code switch
    {
        ErrorCode.BadFrame => "The frame is not valid.",
        ErrorCode.UnknownType => "There is no request of this type.",
        ErrorCode.Unauthorized => "Sign in first.",
        ErrorCode.TokenExpired => "The sign-in has expired.",
        ErrorCode.Forbidden => "You are not allowed to do this.",
        ErrorCode.NotFound => "There is no such thing.",
        ErrorCode.NotMember => "You are not in this room.",
        ErrorCode.AlreadyExists => "This id is taken.",
        ErrorCode.Muted => "You can't speak in this room now.",
        ErrorCode.Banned => "You are banned.",
        ErrorCode.Blocked => "You can't write to this person.",
        ErrorCode.RoomFull => "The room is full.",
        ErrorCode.TooLarge => "This is too long.",
        ErrorCode.RateLimited => "Too many requests; wait a moment.",
        ErrorCode.Conflict => "It was changed in the meantime, or sent before with other content.",
        ErrorCode.RecallExpired => "It is too late to recall this message.",
        ErrorCode.ContentRejected => "The content was refused.",
        ErrorCode.Unavailable => "The server can't answer now; try again.",
        ErrorCode.Internal => "The server failed.",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "unknown error code"),
    };

    /// <summary>True where the same request may succeed later.</summary>
    public static bool IsTemporary(this ErrorCode code) => code is ErrorCode.RateLimited or ErrorCode.Unavailable;
}
