using System.Collections.Immutable;

namespace AkkaChat.Server.Storage;

/// <summary>One thing a message must contain: terms that follow one another.</summary>
/// <param name="Terms">The terms, never empty; letters and digits only, so they carry no query syntax.</param>
/// <param name="IsPrefix">True if the last term need only begin so.</param>
internal sealed record SearchPhrase(ImmutableArray<string> Terms, bool IsPrefix);
