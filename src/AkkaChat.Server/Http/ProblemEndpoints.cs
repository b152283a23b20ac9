using AkkaChat.Protocol;

namespace AkkaChat.Server.Http;

/// <summary>Says in an endpoint's description which errors it gives.</summary>
internal static class ProblemEndpoints
{
    /// <summary>Adds these to the description; codes of one status share an entry.</summary>
    public static RouteHandlerBuilder ProducesErrors(this RouteHandlerBuilder endpoint, params ReadOnlySpan<ErrorCode> codes)
    {
        var statuses = new SortedSet<int> { StatusCodes.Status500InternalServerError };
        foreach (var code in codes)
        {
            statuses.Add(ProblemStatus.Of(code));
        }

        foreach (var status in statuses)
        {
            endpoint.Produces<ProblemBody>(status, Problem.MediaType);
        }

        return endpoint.WithMetadata(new ProblemCodes([.. codes, ErrorCode.Internal]));
    }
}
