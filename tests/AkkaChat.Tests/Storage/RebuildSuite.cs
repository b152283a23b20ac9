using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using CsCheck;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Making anew what follows from the logs: it comes out as it was, whatever became of it, and nothing else is touched.</summary>
public abstract class RebuildSuite : ChatStoreSuite
{
    private static readonly Gen<int[]> Steps = Gen.Int[0, 65_535].Array[40, 200];

    private readonly string _user;
    private readonly string _searched;

    /// <summary>Names what the stores call differently.</summary>
    /// <param name="fixture">Makes the stores.</param>
    /// <param name="user">The column of a user.</param>
    /// <param name="searched">The table of what messages are found by.</param>
    private protected RebuildSuite(IStoreFixture fixture, string user, string searched)
        : base(fixture)
    {
        _user = user;
        _searched = searched;
    }

    private protected virtual string True => "true";

    [Fact]
    public async Task Random_logs_come_out_as_they_were_also_when_all_that_follows_from_them_is_lost()
    {
        var number = 0;
        var seen = new HashSet<string>();
        await Gen.Select(Steps, Steps, Steps).SampleAsync(
            async (one, two, three) =>
            {
                number++;
                await WriteAsync($"r-{number}", RoomKind.Group, one);
                await WriteAsync($"live-{number}", RoomKind.Broadcast, two);
                await WriteAsync($"topic-{number}", RoomKind.Channel, three);
                var before = await DumpAsync();

                await RebuildAsync(3 * number);
                Assert.Equal(before, await DumpAsync());

                await LoseAsync();
                Assert.NotEqual(before, await DumpAsync());
                await RebuildAsync(3 * number);
                Assert.Equal(before, await DumpAsync());
                seen.UnionWith(before.Select(row => row.Split(' ')[0]));
            },
            iter: 8,
            threads: 1);

        // Or it would have shown nothing.
        Assert.Equal(10, seen.Count);
        Assert.Equal(6, (await QueryAsync("SELECT DISTINCT kind FROM room_events")).Count);
    }

    [Fact]
    public async Task A_log_of_several_parts_comes_out_as_it_was()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        var seqs = new List<long>();
        for (var run = 0; run < 13; run++)
        {
            EncodedEvent[] events = [.. Enumerable.Range(0, 200).Select(_ => log.Posted(Ann, $"words {log.Seq} 你好"))];
            await log.AppendAsync(events);
            seqs.AddRange(events.Select(stored => stored.Event.Seq));
        }

        foreach (var seq in seqs.Where(seq => seq % 97 == 0))
        {
            await log.AppendAsync(log.Edited(Ann, seq, 2, "edited"), log.Reacted(Bob, seq, "👍"));
        }

        foreach (var seq in seqs.Where(seq => seq % 194 == 0))
        {
            await log.CommitAsync(log.Recalled(Ann, seq));
        }

        var before = await DumpAsync();
        await LoseAsync();
        await RebuildAsync(1);

        Assert.Equal(before, await DumpAsync());
        await log.PostAsync(Bob, "and on it goes");
        Assert.Equal(1, (await ViewAsync(log.Room, Ann)).Unread);
    }

    [Fact]
    public async Task A_lost_room_and_lost_members_are_made_again()
    {
        var log = await RoomAsync("r-1", Ann, Bob);
        await log.PostAsync(Ann, "one");
        await log.CommitAsync(log.Muted(Bob, 9_000));
        var before = await DumpAsync();
        await QueryAsync("DELETE FROM rooms");
        await QueryAsync("DELETE FROM members");

        await RebuildAsync(1);

        Assert.Equal(before, await DumpAsync());
    }

    [Fact]
    public async Task Who_left_a_broadcast_room_without_an_event_stays_out()
    {
        var log = Log("r-live", RoomKind.Broadcast);
        await log.CreateAsync(Ann, Bob);
        await WriteAsync(log.Follow(Cid));
        await WriteAsync(log.Follow(Bob, on: false));
        await log.PostAsync(Ann, "one");
        var before = await DumpAsync();

        await RebuildAsync(1);

        Assert.Equal(before, await DumpAsync());
        Assert.Null((await ViewAsync(log.Room, Bob)).Role);
        Assert.Equal(2, (await ViewAsync(log.Room, Ann)).MemberCount);
    }

    [Fact]
    public async Task People_and_blocks_are_left_alone()
    {
        await WriteAsync(new StoreWrite.AddUser(new UserView(Ann, "Ann", null), Guest: false, Time: 1));
        await WriteAsync(new StoreWrite.SetBlock(RoomId.Parse("dm-1"), Ann, Bob, On: true, Time: 5));

        await RebuildAsync(0);

        Assert.Equal("Ann", (await Store.FindUserAsync(Ann, CancellationToken.None))!.Name);
        Assert.Equal([Ann], await Store.FindBlockersAsync([Ann], Bob, CancellationToken.None));
    }

    private Task WriteAsync(string room, RoomKind kind, int[] steps) => new RandomRoom(Store, Log(room, kind), kind).WriteAsync(steps);

    private async Task RebuildAsync(int rooms)
    {
        var progress = new Progress();
        await Store.RebuildAsync(progress, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, rooms), progress.Told);
    }

    private async Task<IReadOnlyList<string>> DumpAsync()
    {
        string[] tables =
        [
            "id, kind, name, is_public, join_rule, announcement, avatar, created_at, created_by, last_seq, last_time, "
                + "message_count, member_count, last_message_seq, updated_at, mute_all, slow_mode_ms, dissolved FROM rooms ORDER BY id",
            "room, seq, kind, time, sender, message_id, client_msg_id, post_hash, message_no, target, body, version, version_seq, "
                + "version_hash, folded_body, recall_seq FROM room_events ORDER BY room, seq",
            $"room, {_user}, role, joined_at, joined_seq, read_seq, read_no, muted_until, pinned, silenced FROM members ORDER BY room, {_user}",
            $"room, target, {_user}, emoji, is_on, seq FROM reactions ORDER BY room, target, {_user}, emoji",
            "room, target, emoji, count, first_seq FROM reaction_counts ORDER BY room, target, emoji",
            $"room, {_user}, seq FROM mentions ORDER BY room, {_user}, seq",
            $"room, {_user}, by_user, since FROM bans ORDER BY room, {_user}",
            $"room, {_user}, since FROM join_requests ORDER BY room, {_user}",
            $"room, {_user}, until FROM mutes ORDER BY room, {_user}",
            $"room, seq, terms FROM {_searched} ORDER BY room, seq",
        ];
        var dump = new List<string>();
        foreach (var table in tables)
        {
            dump.AddRange((await QueryAsync($"SELECT {table}")).Select(row => $"{table.Split("FROM ")[1]}: {row}"));
        }

        return dump;
    }

    // Not: what no log says, and what of a recalled message only its row says.
    private async Task LoseAsync()
    {
        string[] losses =
        [
            "DELETE FROM reactions",
            "DELETE FROM reaction_counts",
            "DELETE FROM mentions",
            "DELETE FROM bans",
            "DELETE FROM join_requests",
            "DELETE FROM mutes",
            $"DELETE FROM {_searched}",
            $"INSERT INTO join_requests (room, {_user}, since) SELECT id, 'u-nobody', 1 FROM rooms",
            "INSERT INTO reaction_counts (room, target, emoji, count, first_seq) SELECT id, 3, 'x', 1, 1 FROM rooms",
            "UPDATE rooms SET name = 'lost', join_rule = 3, announcement = 'lost', avatar = 'lost', message_count = 9999, "
                + $"member_count = 77, last_message_seq = 1, updated_at = 1, mute_all = {True}, slow_mode_ms = 1, dissolved = {True}",
            "UPDATE room_events SET version = 9, version_seq = 9, version_hash = 9, folded_body = body WHERE kind = 1 AND recall_seq IS NULL",
            "UPDATE room_events SET recall_seq = NULL WHERE kind = 1",
            "UPDATE members SET role = 2, muted_until = 5, read_no = 0",
            "UPDATE members SET joined_at = 1, joined_seq = 1 WHERE room NOT LIKE 'live-%'",
        ];
        foreach (var loss in losses)
        {
            await QueryAsync(loss);
        }
    }

    private sealed class Progress : IProgress<int>
    {
        public List<int> Told { get; } = [];

        public void Report(int value) => Told.Add(value);
    }
}
