using AkkaChat.Protocol;
using Npgsql;

namespace AkkaChat.Server.Storage.Postgres;

/// <summary>What a room needs to wake up, while it is read: its own row first, then the rows of others.</summary>
internal sealed class RoomSnapshotReader
{
    private readonly List<MemberFacts> _members = [];
    private readonly List<MessageFacts> _recent = [];
    private readonly List<UserId> _bans = [];
    private readonly List<UserId> _requests = [];
    private readonly Dictionary<UserId, long> _mutes = [];
    private readonly List<UserId> _blockers = [];

    /// <summary>Takes the room's own row.</summary>
    public RoomSnapshotReader(NpgsqlDataReader row)
    {
        var settings = new RoomSettings
        {
            Name = row.GetString(2),
            IsPublic = row.GetBoolean(3),
            JoinRule = (JoinRule)row.GetInt32(4),
            Announcement = row.TextOrNull(8) ?? "",
            Avatar = row.TextOrNull(9) ?? "",
            MuteAll = row.GetBoolean(10),
            SlowModeMs = row.GetInt64(11),
        };
        Snapshot = new RoomSnapshot(
            RoomId.Parse(row.GetString(0)),
            (RoomKind)row.GetInt32(1),
            settings.Name,
            settings.IsPublic.Value,
            settings.JoinRule.Value,
            row.GetInt64(5),
            row.GetInt64(6),
            row.GetInt64(7),
            _members,
            _recent)
        {
            Settings = settings,
            IsDissolved = row.GetBoolean(12),
            Bans = _bans,
            Requests = _requests,
            Mutes = _mutes,
            Blockers = _blockers,
        };
    }

    /// <summary>What was read so far.</summary>
    public RoomSnapshot Snapshot { get; }

    /// <summary>Takes a member.</summary>
    public void AddMember(NpgsqlDataReader row) => _members.Add(new MemberFacts(
        UserOf(row), (MemberRole)row.GetInt32(2), row.GetInt64(3), row.NumberOrNull(4)));

    /// <summary>Takes a message, the newest last.</summary>
    public void AddRecent(NpgsqlDataReader row) => _recent.Add(MessageRow.Read(row, 1));

    /// <summary>Takes somebody who may not come in.</summary>
    public void AddBan(NpgsqlDataReader row) => _bans.Add(UserOf(row));

    /// <summary>Takes somebody who asks to come in.</summary>
    public void AddRequest(NpgsqlDataReader row) => _requests.Add(UserOf(row));

    /// <summary>Takes somebody who may not speak, and until when.</summary>
    public void AddMute(NpgsqlDataReader row) => _mutes.Add(UserOf(row), row.GetInt64(2));

    /// <summary>Takes one of two who has blocked the other.</summary>
    public void AddBlocker(NpgsqlDataReader row) => _blockers.Add(UserOf(row));

    private static UserId UserOf(NpgsqlDataReader row) => UserId.Parse(row.GetString(1));
}
