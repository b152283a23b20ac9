using AkkaChat.Protocol;

namespace AkkaChat.Tests.Rooms;

/// <summary>What the parts of a plain room share: how long its log is, what sort of room it is, what is set about it.</summary>
internal sealed class ModelFacts
{
    public long Length { get; private set; }

    /// <summary>Null before the room was made.</summary>
    public RoomKind? Kind { get; set; }

    public RoomSettings Settings { get; set; } = RoomSettings.None;

    public bool IsDirect => Kind == RoomKind.Direct;

    /// <summary>There is nothing to do.</summary>
    public string Nothing() => $"repeated {Length}";

    /// <summary>It is done, in so many events.</summary>
    public string? Append(int events)
    {
        Length += events;
        return null;
    }
}
