using System.Diagnostics.CodeAnalysis;

namespace AkkaChat.Protocol;

/// <summary>What became of a frame: a request, or a reason why it is none.</summary>
/// <param name="Request">What the client asks; null if the frame was refused.</param>
/// <param name="Id">What the answer is to carry, also for a refused frame whose id could be read.</param>
/// <param name="Code">Why the frame was refused; means nothing with a request.</param>
/// <param name="Detail">A sentence about what is wrong, without anything the client wrote; empty with a request.</param>
public readonly record struct RequestOutcome(Request? Request, RequestId Id, ErrorCode Code, string Detail)
{
    /// <summary>True if there is a request.</summary>
    [MemberNotNullWhen(true, nameof(Request))]
    public bool IsTaken => Request is not null;

    internal static RequestOutcome Taken(Request request) => new(request, request.Id, default, string.Empty);

    internal static RequestOutcome Refused(RequestId id, ErrorCode code, string detail) => new(null, id, code, detail);
}
