using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>When members of a room with slow mode spoke last, for as long as that matters.</summary>
internal sealed class SlowMode
{
    /// <summary>Speakers who are remembered before it is asked who of them may speak again.</summary>
    private const int Most = 1024;

    // And how many messages at once: what is forwarded together counts one by one.
    private readonly Dictionary<UserId, (long Time, int Count)> _last = [];
    private int _trimAt = Most;

    /// <summary>It was set anew, and that was said before.</summary>
    public void Start(RoomSettings settings, IEnumerable<MessageFacts> said)
    {
        _last.Clear();
        foreach (var message in said)
        {
            Spoke(message.Author, message.Time, settings);
        }
    }

    /// <summary>Somebody said something.</summary>
    public void Spoke(UserId user, long time, RoomSettings settings)
    {
        if (!(settings.SlowModeMs > 0))
        {
            _last.Clear();
            return;
        }

        var last = _last.GetValueOrDefault(user);
        if (time >= last.Time)
        {
            _last[user] = (time, time == last.Time ? last.Count + 1 : 1);
        }

        if (_last.Count < _trimAt)
        {
            return;
        }

        foreach (var (other, spoke) in _last)
        {
            if (End(spoke, settings.SlowModeMs.Value) <= time)
            {
                _last.Remove(other);
            }
        }

        _trimAt = Math.Max(Most, _last.Count * 2); // else it is asked for nothing with every message
    }

    /// <summary>How long that user must wait.</summary>
    public TimeSpan WaitOf(UserId user, long time, RoomSettings settings) =>
        settings.SlowModeMs is > 0 and var wait && _last.TryGetValue(user, out var last) && End(last, wait) > time
            ? TimeSpan.FromMilliseconds(End(last, wait) - time)
            : TimeSpan.Zero;

    private static long End((long Time, int Count) last, long wait) => last.Time + (last.Count * wait);
}
