namespace AkkaChat.Server.Http;

/// <summary>A reaction to a message; describes it only.</summary>
/// <param name="Emoji">The reaction.</param>
/// <param name="Count">How many people have set it.</param>
/// <param name="Mine">True if this user is one of them.</param>
internal sealed record ReactionBody(string Emoji, long Count, bool Mine);
