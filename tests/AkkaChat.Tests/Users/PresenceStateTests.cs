using AkkaChat.Protocol;
using AkkaChat.Server.Users;
using Xunit;

namespace AkkaChat.Tests.Users;

public sealed class PresenceStateTests
{
    private static readonly PresenceOptions Options = new();
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);

    [Fact]
    public void Who_is_seen_is_online()
    {
        var state = There();

        Assert.Equal((PresenceKind.Online, true, null), (state.Kind, state.IsSure, state.NextAt));
    }

    [Fact]
    public void Who_hides_the_app_everywhere_is_away_after_ten_seconds_and_not_before()
    {
        var state = There();

        Assert.False(state.Become(UserActivity.Hidden, Start, time: 7));
        Assert.Equal(Start + Options.AwayAfter, state.NextAt);
        Assert.False(state.Advance(Start + Options.AwayAfter - Moment));
        Assert.Equal(PresenceKind.Online, state.Kind);

        Assert.True(state.Advance(Start + Options.AwayAfter));
        Assert.Equal((PresenceKind.Away, 7, null), (state.Kind, state.LastSeen, state.NextAt));
    }

    [Fact]
    public void Who_looks_again_before_that_was_online_all_the_time()
    {
        var state = There();
        state.Become(UserActivity.Hidden, Start, time: 7);

        Assert.False(state.Become(UserActivity.Seen, Start + Options.AwayAfter - Moment, time: 8));

        Assert.False(state.Advance(Start + Options.AwayAfter));
        Assert.Equal(PresenceKind.Online, state.Kind);
    }

    [Fact]
    public void Who_looks_again_after_that_is_online_at_once()
    {
        var state = Away();

        Assert.True(state.Become(UserActivity.Seen, Start, time: 9));

        Assert.Equal(PresenceKind.Online, state.Kind);
    }

    [Fact]
    public void Who_has_no_session_is_offline_after_the_grace_and_not_before()
    {
        var state = There();

        Assert.False(state.Become(UserActivity.None, Start, time: 7));
        Assert.False(state.Advance(Start + Options.OfflineAfter - Moment));
        Assert.Equal(PresenceKind.Online, state.Kind);

        Assert.True(state.Advance(Start + Options.OfflineAfter));
        Assert.Equal((PresenceKind.Offline, 7, true), (state.Kind, state.LastSeen, state.HasNews));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nobody_sees_a_reconnect_within_the_grace(bool wasSeen)
    {
        var state = wasSeen ? There() : Away();
        var kind = state.Kind;
        var activity = wasSeen ? UserActivity.Seen : UserActivity.Hidden;
        state.Become(UserActivity.None, Start, time: 7);

        Assert.False(state.Become(activity, Start + Options.OfflineAfter - Moment, time: 8));

        Assert.Equal((kind, null), (state.Kind, state.NextAt));
    }

    [Fact]
    public void Who_was_away_and_goes_was_last_seen_when_they_hid_the_app()
    {
        var state = Away(hidAt: 5);

        state.Become(UserActivity.None, Start, time: 9);
        state.Advance(Start + Options.OfflineAfter);

        Assert.Equal((PresenceKind.Offline, 5), (state.Kind, state.LastSeen));
    }

    [Fact]
    public void Who_comes_with_the_app_hidden_is_away_at_once()
    {
        var state = New();

        Assert.True(state.Become(UserActivity.Hidden, Start, time: 7));

        Assert.Equal((PresenceKind.Away, null, null), (state.Kind, state.LastSeen, state.NextAt));
    }

    [Fact]
    public void Who_comes_back_with_the_app_hidden_within_the_grace_is_away_ten_seconds_later()
    {
        var state = There();
        state.Become(UserActivity.None, Start, time: 7);

        Assert.False(state.Become(UserActivity.Hidden, Start + Moment, time: 8));

        Assert.Equal((PresenceKind.Online, Start + Moment + Options.AwayAfter), (state.Kind, state.NextAt));
    }

    [Fact]
    public void An_actor_that_has_just_come_is_not_sure_that_nobody_is_there_until_sessions_had_their_time()
    {
        var state = New();

        Assert.Equal((PresenceKind.Offline, false), (state.Kind, state.IsSure));
        Assert.False(state.Advance(Start + Options.SureAfter - Moment));
        Assert.False(state.IsSure);

        Assert.True(state.Advance(Start + Options.SureAfter));
        Assert.Equal((PresenceKind.Offline, true), (state.Kind, state.IsSure));
    }

    [Fact]
    public void The_first_session_makes_it_sure()
    {
        var state = New();

        Assert.True(state.Become(UserActivity.Seen, Start, time: 7));

        Assert.Equal((PresenceKind.Online, true, null), (state.Kind, state.IsSure, state.NextAt));
    }

    [Fact]
    public void What_others_remember_never_makes_it_older()
    {
        var state = New();

        state.Recall(7, isThere: false, time: 100);
        state.Recall(5, isThere: false, time: 100);
        state.Recall(null, isThere: false, time: 100);

        Assert.Equal((7, false), (state.LastSeen, state.HasNews));
    }

    [Fact]
    public void Who_was_believed_to_be_there_until_now_was_seen_until_now()
    {
        var state = New();

        state.Recall(7, isThere: true, time: 100);
        state.Recall(7, isThere: true, time: 200);
        state.Advance(Start + Options.SureAfter);
        state.Recall(7, isThere: true, time: 300);

        Assert.Equal((100, true), (state.LastSeen, state.HasNews));
    }

    private static PresenceState There() => new(Options, isThere: true, Start);

    private static PresenceState New() => new(Options, isThere: false, Start);

    private static PresenceState Away(long hidAt = 1)
    {
        var state = There();
        state.Become(UserActivity.Hidden, Start - Options.AwayAfter, hidAt);
        state.Advance(Start);
        return state;
    }
}
