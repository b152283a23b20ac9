namespace AkkaChat.Server.Http;

/// <summary>A page of conversations; describes it only.</summary>
/// <param name="Rooms">Newest first.</param>
/// <param name="Cursor">Gets the next page; null if this is the last.</param>
internal sealed record RoomListBody(IReadOnlyList<RoomBody> Rooms, string? Cursor);
