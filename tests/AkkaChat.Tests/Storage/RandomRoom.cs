using System.Globalization;
using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Turns random numbers into what may happen in a room, and writes it.</summary>
internal sealed class RandomRoom(IChatStore store, LogWriter log, RoomKind kind)
{
    private static readonly string[] Emoji = ["👍", "❤️", "🎉"];
    private static readonly UserId[] People = [.. Enumerable.Range(0, 6)
        .Select(number => UserId.Parse(string.Create(CultureInfo.InvariantCulture, $"u-{number}")))];

    private readonly List<(long Seq, UserId Author)> _messages = [];
    private readonly Dictionary<long, int> _versions = [];

    /// <summary>Writes a room in which all that happens was decided by <paramref name="steps"/>, several events at once now and then.</summary>
    public async Task WriteAsync(IReadOnlyList<int> steps)
    {
        await log.CreateAsync([.. People.Take(kind == RoomKind.Broadcast ? 1 : 3)]);
        var run = new List<EncodedEvent>();
        foreach (var step in steps)
        {
            if (Event(step) is { } stored)
            {
                run.Add(stored);
            }

            if (step % 3 == 0 && run.Count > 0)
            {
                await FlushAsync(run);
            }

            if (run.Count == 0 && Other(step) is { } write)
            {
                await store.WriteAsync([write], CancellationToken.None);
            }
        }

        if (run.Count > 0)
        {
            await FlushAsync(run);
        }
    }

    private async Task FlushAsync(List<EncodedEvent> run)
    {
        Assert.IsType<StoreOutcome.Committed>(await log.AppendAsync([.. run]));
        run.Clear();
    }

    private EncodedEvent? Event(int step)
    {
        var user = People[step / 32 % People.Length];
        var other = People[step / 256 % People.Length];
        return (step % 32) switch
        {
            < 8 => Posted(user, other, step),
            < 11 when Target(step) is { } target => Edited(target.Seq, target.Author, step),
            11 when Target(step) is { } target => log.Recalled(target.Author, target.Seq),
            < 17 when Target(step) is { } target => log.Reacted(user, target.Seq, Emoji[step / 512 % Emoji.Length], step % 5 != 0),
            17 or 18 when kind != RoomKind.Broadcast => log.Joined(user),
            19 when kind != RoomKind.Broadcast => log.Gone(user),
            20 when kind != RoomKind.Broadcast => log.Changed(other, MemberChange.Invited, user),
            21 => log.RoleChanged(user, (MemberRole)((step / 1_024 % 3) + 1)),
            22 => log.Muted(user, step % 2 == 0 ? step : null),
            23 => log.Changed(other, MemberChange.Banned, user),
            24 => log.Changed(other, MemberChange.Unbanned, user),
            25 => log.Changed(user, MemberChange.Requested, user),
            26 => log.Changed(other, MemberChange.Refused, user),
            27 => log.Set(new RoomSettings { Name = $"name {step}", MuteAll = step % 2 == 0 }, RoomChange.Renamed),
            28 => log.Set(new RoomSettings { Announcement = step % 2 == 0 ? "" : "hear", SlowModeMs = step }, RoomChange.Announcement),
            29 => log.Set(new RoomSettings { JoinRule = JoinRule.Approve, IsPublic = step % 2 == 0, Avatar = "/a.png" }),
            30 when step % 1_024 == 30 => log.Dissolved(),
            _ => null,
        };
    }

    // What happens without an event.
    private StoreWrite? Other(int step)
    {
        var user = People[step / 64 % People.Length];
        return (step / 8 % 4) switch
        {
            0 => new StoreWrite.MarkRead(log.Room, user, step % (log.Seq + 1)),
            1 => new StoreWrite.SetView(log.Room, user, step % 2 == 0, step % 5 == 0),
            _ when kind == RoomKind.Broadcast => log.Follow(user, step % 4 != 0),
            _ => null,
        };
    }

    private EncodedEvent Posted(UserId user, UserId other, int step)
    {
        var posted = step % 4 == 0
            ? log.Mentioning(user, step % 8 == 0 ? UserId.Everyone : other, user)
            : log.Posted(user, $"words {step} 你好世界");
        _messages.Add((posted.Event.Seq, user));
        return posted;
    }

    private EncodedEvent Edited(long seq, UserId author, int step)
    {
        var version = _versions.GetValueOrDefault(seq, 1) + 1;
        _versions[seq] = version;
        return log.Edited(author, seq, version, $"other words {step} 再见");
    }

    private (long Seq, UserId Author)? Target(int step) => _messages.Count == 0 ? null : _messages[step / 64 % _messages.Count];
}
