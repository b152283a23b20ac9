namespace AkkaChat.Bench.Worlds;

/// <summary>Somebody with one connection.</summary>
/// <param name="Index">Which one, from 0.</param>
/// <param name="Name">The id: <c>u-0</c>, <c>u-1</c> …</param>
/// <param name="Rooms">The rooms that they are a member of.</param>
internal sealed record Person(int Index, string Name, IReadOnlyList<Room> Rooms)
{
    /// <summary>What signs them in, where the server asks for it.</summary>
    public string? Token { get; set; }

    /// <summary>Of each of <see cref="Rooms"/>, the newest <c>seq</c> that this person holds; null for who comes for the first time.</summary>
    public long[]? Cursors { get; set; }
}
