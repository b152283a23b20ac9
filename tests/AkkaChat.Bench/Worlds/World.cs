using System.Globalization;

namespace AkkaChat.Bench.Worlds;

/// <summary>All people and rooms of a scenario. They are there before the load begins.</summary>
internal sealed class World
{
    private World(IReadOnlyList<Person> people, IReadOnlyList<Room> rooms)
    {
        People = people;
        Rooms = rooms;
    }

    /// <summary>Everybody.</summary>
    public IReadOnlyList<Person> People { get; }

    /// <summary>All rooms.</summary>
    public IReadOnlyList<Room> Rooms { get; }

    /// <summary>Messages that each room has before the load begins, where the server keeps any.</summary>
    public int HistoryPerRoom { get; init; }

    /// <summary>
    /// <paramref name="rooms"/> rooms of <paramref name="size"/>; each person is in <paramref name="roomsEach"/> of them, with
    /// other people in each. The first <paramref name="senders"/> of a room send.
    /// </summary>
    public static World Of(int rooms, int size, int senders, int roomsEach = 1, int historyPerRoom = 0)
    {
        var groups = rooms / roomsEach;
        var made = Enumerable.Range(0, rooms)
            .Select(index => new Room(
                index,
                string.Create(CultureInfo.InvariantCulture, $"r{index}"),
                [.. Enumerable.Range(0, size).Select(place => MemberAt(index, place))],
                senders))
            .ToArray();
        var roomsOf = made
            .SelectMany(room => room.Members.Select(member => (member, room)))
            .ToLookup(place => place.member, place => place.room);
        var all = Enumerable.Range(0, groups * size)
            .Select(index => new Person(
                index, string.Create(CultureInfo.InvariantCulture, $"u-{index}"), [.. roomsOf[index]]))
            .ToArray();
        return new World(all, made) { HistoryPerRoom = historyPerRoom };

        // The first rooms take people one after the other; each further layer takes them from as many of those rooms as it can.
        int MemberAt(int room, int place) => (room + room / groups * place) % groups * size + place;
    }
}
