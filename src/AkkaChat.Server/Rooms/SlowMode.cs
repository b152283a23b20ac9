using AkkaChat.Protocol;
using AkkaChat.Server.Storage;

namespace AkkaChat.Server.Rooms;

/// <summary>When members of a room with slow mode spoke last, for as long as that matters.</summary>
internal sealed class SlowMode
{
    /// <summary>Speakers who are remembered before it is asked who of them may speak again.</summary>
    private const int Most = 1024;

    private readonly Dictionary<UserId, long> _last = [];
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

        _last[user] = Math.Max(time, _last.GetValueOrDefault(user));
        if (_last.Count < _trimAt)
        {
            return;
        }

        foreach (var (other, last) in _last)
        {
            if (time - last >= settings.SlowModeMs)
            {
                _last.Remove(other);
            }
        }

        _trimAt = Math.Max(Most, _last.Count * 2); // else it is asked for nothing with every message
    }

    /// <summary>How long that user must wait.</summary>
    public TimeSpan WaitOf(UserId user, long time, RoomSettings settings) =>
        settings.SlowModeMs is > 0 and var wait && _last.TryGetValue(user, out var last) && last + wait > time
            ? TimeSpan.FromMilliseconds(last + wait - time)
            : TimeSpan.Zero;
}
