using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;

namespace AkkaChat.Server.Sessions;

/// <summary>
/// Passes on that the user is writing, once in a while for each room; the rest is dropped without a word. Made when it is
/// first needed, which for most sessions is never.
/// </summary>
internal sealed class SessionTyping(SessionDependencies with)
{
    /// <summary>Shortest time between two notices of a session in one room.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>Rooms remembered before old ones are looked for; nobody writes in more within the interval.</summary>
    private const int MostRooms = 8;

    private readonly Dictionary<RoomId, long> _lastAt = [];

    /// <summary>The user is writing in a room of theirs.</summary>
    public void Notice(RoomId room, UserId user)
    {
        var now = with.Clock.GetTimestamp();
        if (_lastAt.TryGetValue(room, out var last) && with.Clock.GetElapsedTime(last, now) < Interval)
        {
            return;
        }

        if (_lastAt.Count >= MostRooms)
        {
            Forget(now);
        }

        if (_lastAt.Count < MostRooms)
        {
            _lastAt[room] = now;
            with.Rooms.Tell(new TypingNotice(room, user), ActorRefs.NoSender);
        }
    }

    private void Forget(long now)
    {
        foreach (var (room, last) in _lastAt)
        {
            if (with.Clock.GetElapsedTime(last, now) >= Interval)
            {
                _lastAt.Remove(room); // which a dictionary allows while it is gone through
            }
        }
    }
}
