using AkkaChat.Protocol;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>The rows that a batch touches: read under the rooms' locks, changed here item by item, written as sets.</summary>
internal sealed class BatchState
{
    private readonly Dictionary<RoomId, RoomTally> _rooms = [];
    private readonly Dictionary<(RoomId Room, UserId User), MemberState> _members = [];
    private readonly Dictionary<(RoomId Room, long Seq), MessageState> _messages = [];
    private readonly Dictionary<(RoomId Room, UserId Sender, ClientMessageId Key), MessageState> _keys = [];

    /// <summary>The rooms.</summary>
    public IReadOnlyCollection<RoomTally> Rooms => _rooms.Values;

    /// <summary>The memberships.</summary>
    public IReadOnlyCollection<MemberState> Members => _members.Values;

    /// <summary>The messages, old and new.</summary>
    public IReadOnlyCollection<MessageState> Messages => _messages.Values;

    /// <summary>What is appended.</summary>
    public List<NewEvent> Events { get; } = [];

    /// <summary>Recalled messages whose edits must be erased.</summary>
    public List<(RoomId Room, long Seq)> Erased { get; } = [];

    /// <summary>Who is mentioned where.</summary>
    public RowChanges<(RoomId Room, UserId User, long Seq), bool> Mentions { get; } = new();

    /// <summary>Who may not come in, by whose word and since when.</summary>
    public RowChanges<(RoomId Room, UserId User), (UserId By, long Since)> Bans { get; } = new();

    /// <summary>Who asks to come in, and since when.</summary>
    public RowChanges<(RoomId Room, UserId User), long> Requests { get; } = new();

    /// <summary>Who may not speak, in the room or out of it, and until when.</summary>
    public RowChanges<(RoomId Room, UserId User), long> Mutes { get; } = new();

    /// <summary>The reactions.</summary>
    public ReactionState Reactions { get; } = new();

    /// <summary>Who was banned when the batch began, of those it lets into a broadcast room.</summary>
    public HashSet<(RoomId Room, UserId User)> Banned { get; } = [];

    /// <summary>A room's counters; all zero where there is no such room.</summary>
    public RoomTally Room(RoomId room)
    {
        if (!_rooms.TryGetValue(room, out var tally))
        {
            tally = new RoomTally(room, 0);
            _rooms.Add(room, tally);
        }

        return tally;
    }

    /// <summary>A membership, also of somebody who is not in.</summary>
    public MemberState Member(RoomId room, UserId user)
    {
        if (!_members.TryGetValue((room, user), out var member))
        {
            member = new MemberState(room, user);
            _members.Add((room, user), member);
        }

        return member;
    }

    /// <summary>A message; null if there is none at that place.</summary>
    public MessageState? Message(RoomId room, long seq) => _messages.GetValueOrDefault((room, seq));

    /// <summary>The message of that key; null if there is none.</summary>
    public MessageState? Known(RoomId room, UserId sender, ClientMessageId key) => _keys.GetValueOrDefault((room, sender, key));

    /// <summary>True if that user may not come in, as things stand now.</summary>
    public bool IsBanned(RoomId room, UserId user) => Bans.Has((room, user)) ?? Banned.Contains((room, user));

    /// <summary>Takes a room that was read.</summary>
    public void Add(RoomTally room) => _rooms.Add(room.Room, room);

    /// <summary>Takes a message that was read, once, or is new.</summary>
    /// <exception cref="InvalidOperationException">A run has two messages of one key.</exception>
    public void Add(MessageState message)
    {
        if (!_messages.TryAdd((message.Room, message.Facts.Seq), message))
        {
            return;
        }

        if (!_keys.TryAdd((message.Room, message.Facts.Author, message.Facts.Key), message))
        {
            throw new InvalidOperationException("two messages of one key in one run");
        }
    }
}
