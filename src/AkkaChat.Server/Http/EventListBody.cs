namespace AkkaChat.Server.Http;

/// <summary>A page of a room's log; describes it only.</summary>
/// <param name="Events">Ascending by seq.</param>
/// <param name="More">True if there is more in the direction asked for.</param>
internal sealed record EventListBody(IReadOnlyList<EventBody> Events, bool More);
