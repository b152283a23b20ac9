using AkkaChat.Protocol;

namespace AkkaChat.Server.Rooms;

/// <summary>One person's one reaction to one message.</summary>
/// <param name="Target">The message's <c>seq</c>.</param>
/// <param name="User">Whose.</param>
/// <param name="Emoji">Which.</param>
internal readonly record struct ReactionKey(long Target, UserId User, string Emoji);
