namespace AkkaChat.Bench.Worlds;

/// <summary>A room, and who is in it.</summary>
/// <param name="Index">Which one, from 0.</param>
/// <param name="Name">The id: <c>r0</c>, <c>r1</c> …</param>
/// <param name="Members">The indexes of its members; the first ones are those who send.</param>
/// <param name="Senders">How many of the members send.</param>
internal sealed record Room(int Index, string Name, IReadOnlyList<int> Members, int Senders)
{
    /// <summary>The name as bytes.</summary>
    public byte[] NameBytes { get; } = System.Text.Encoding.ASCII.GetBytes(Name);

    /// <summary>The newest <c>seq</c> before the load begins, where the server numbers messages.</summary>
    public long LastSeq { get; set; }
}
