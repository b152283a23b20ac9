using System.Collections.Immutable;
using AkkaChat.Protocol;

namespace AkkaChat.Server.Http;

/// <summary>Which errors an endpoint gives; for its description.</summary>
/// <param name="Codes">Each once.</param>
internal sealed record ProblemCodes(ImmutableArray<ErrorCode> Codes);
