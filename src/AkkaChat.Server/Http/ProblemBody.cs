using System.Text.Json.Serialization;

namespace AkkaChat.Server.Http;

/// <summary>Why a request was not carried out (RFC 9457).</summary>
/// <param name="Type">Always <c>about:blank</c>: the code says it all.</param>
/// <param name="Title">A sentence for people.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The error code of the protocol.</param>
/// <param name="Temporary">True where the same request may succeed later.</param>
/// <param name="RetryAfterMs">When it may, in milliseconds from now; missing where nobody knows.</param>
internal sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Code,
    bool Temporary,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? RetryAfterMs);
