using System.Collections.Immutable;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Sessions;

/// <summary>A room that a client is behind in: what it has, what there is, and the live events that came meanwhile.</summary>
internal sealed class RoomCatchUp
{
    /// <summary>Live events kept for a room that catches up; if more come, the store is read again.</summary>
    private const int MaxKept = 64;

    /// <summary>The same in bytes: what a slow client may have waiting, a quarter of it.</summary>
    private const int MaxKeptBytes = 64 * 1024;

    private readonly List<EventFrame> _kept = [];

    /// <summary>The last event that the client has.</summary>
    public required long Position { get; set; }

    /// <summary>The newest event known to exist.</summary>
    public long Target { get; set; } = long.MaxValue; // not attached yet

    /// <summary>The newest event that came live, or was there before the room was attached: those after it will come.</summary>
    public long Live { get; set; }

    /// <summary>Events pushed while catching up.</summary>
    public int Pushed { get; set; }

    /// <summary>Live events came; they follow what is still to be read.</summary>
    public void Keep(ImmutableArray<EventFrame> frames)
    {
        _kept.AddRange(frames);
        if (_kept.Count > MaxKept || _kept.Sum(frame => frame.Frame.Length) > MaxKeptBytes)
        {
            _kept.Clear();
        }

        Live = frames[^1].Seq;
        Target = Math.Max(Target, Live);
    }

    /// <summary>True if, with what was <paramref name="kept"/>, nothing is missing up to the target.</summary>
    public bool TryJoin(out List<EventFrame> kept)
    {
        _kept.RemoveAll(frame => frame.Seq <= Position);
        kept = _kept;
        return Position >= Target || (_kept.Count > 0 && _kept[0].Seq == Position + 1 && _kept[^1].Seq >= Target);
    }
}
