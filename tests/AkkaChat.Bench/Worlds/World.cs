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
        var people = rooms * size / roomsEach;
        var made = Enumerable.Range(0, rooms)
            .Select(index => new Room(
                index,
                string.Create(CultureInfo.InvariantCulture, $"r{index}"),
                [.. Enumerable.Range(0, size).Select(place => (int)(((long)index * size + place) % people))],
                senders))
            .ToArray();
        var roomsOf = made
            .SelectMany(room => room.Members.Select(member => (member, room)))
            .ToLookup(place => place.member, place => place.room);
        var all = Enumerable.Range(0, people)
            .Select(index => new Person(
                index, string.Create(CultureInfo.InvariantCulture, $"u-{index}"), [.. roomsOf[index].Distinct()]))
            .ToArray();
        return new World(all, made) { HistoryPerRoom = historyPerRoom };
    }
}
