using Akka.Actor;
using AkkaChat.Server.Users;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Users;

public sealed class UserSlotsTests : ActorTests
{
    private readonly UserSlots _slots = new();

    [Fact]
    public void Places_rise_even_when_the_clock_goes_back()
    {
        var first = _slots.Register(CreateTestProbe(), First("web", "d-1"), Noon);
        var second = _slots.Register(CreateTestProbe(), First("ios", "d-2"), Noon - 5_000);

        Assert.Equal(Noon, first.Place);
        Assert.Equal(Noon + 1, second.Place);
    }

    [Fact]
    public void Who_registers_first_takes_the_slot()
    {
        var older = CreateTestProbe();
        _slots.Register(older, First("web", "d-1"), Noon);

        var outcome = _slots.Register(CreateTestProbe(), First("web", "d-2"), Noon);

        Assert.Equal((IActorRef)older, Assert.Single(outcome.Displaced).Session);
        Assert.NotNull(outcome.Place);
    }

    [Fact]
    public void A_displaced_session_that_asks_again_stays_displaced()
    {
        var older = CreateTestProbe();
        _slots.Register(older, First("web", "d-1"), Noon);
        var newer = CreateTestProbe();
        _slots.Register(newer, First("web", "d-1"), Noon);

        var outcome = _slots.Register(older, First("web", "d-1"), Noon);

        Assert.Null(outcome.Place);
        Assert.Equal((older, true), Assert.Single(outcome.Displaced));
        Assert.Equal([newer], _slots.Sessions);
    }

    [Theory]
    [InlineData(10, 20)]
    [InlineData(20, 10)]
    public void Of_two_that_registered_before_the_move_the_later_one_holds_the_slot(long one, long other)
    {
        var probes = new Dictionary<long, IActorRef> { [one] = CreateTestProbe(), [other] = CreateTestProbe() };

        _slots.Register(probes[one], Again("web", "d-1", one), Noon);
        _slots.Register(probes[other], Again("web", "d-2", other), Noon);

        Assert.Equal([probes[20]], _slots.Sessions);
    }

    [Fact]
    public void Who_registers_again_never_displaces_who_registered_first_after_the_move()
    {
        const long FastClock = Noon + 60_000;
        var newer = CreateTestProbe();
        _slots.Register(newer, First("web", "d-1"), Noon);

        var outcome = _slots.Register(CreateTestProbe(), Again("web", "d-2", FastClock), Noon);

        Assert.Null(outcome.Place);
        Assert.False(Assert.Single(outcome.Displaced).SameDevice);
        Assert.Equal([newer], _slots.Sessions);
    }

    [Fact]
    public void Who_registers_first_displaces_who_registered_again()
    {
        const long FastClock = Noon + 60_000;
        var older = CreateTestProbe();
        _slots.Register(older, Again("web", "d-1", FastClock), Noon);

        var outcome = _slots.Register(CreateTestProbe(), First("web", "d-2"), Noon);

        Assert.Equal((older, false), Assert.Single(outcome.Displaced));
        Assert.True(outcome.Place > FastClock);
    }

    [Fact]
    public void Equal_places_have_one_winner_whoever_comes_first()
    {
        var one = CreateTestProbe();
        var other = CreateTestProbe();
        var reversed = new UserSlots();

        _slots.Register(one, Again("web", "d-1", 10), Noon);
        _slots.Register(other, Again("web", "d-2", 10), Noon);
        reversed.Register(other, Again("web", "d-2", 10), Noon);
        reversed.Register(one, Again("web", "d-1", 10), Noon);

        Assert.Equal(Assert.Single(_slots.Sessions), Assert.Single(reversed.Sessions));
    }

    [Fact]
    public void At_the_limit_the_oldest_slot_goes()
    {
        var sessions = Enumerable.Range(0, UserSlots.MaxSlots + 1).Select(_ => CreateTestProbe()).ToList();
        for (var i = 0; i < UserSlots.MaxSlots; i++)
        {
            Assert.Empty(_slots.Register(sessions[i], First($"p{i}", "d-1"), Noon).Displaced);
        }

        var outcome = _slots.Register(sessions[^1], First("onemore", "d-1"), Noon);

        Assert.Equal((sessions[0], false), Assert.Single(outcome.Displaced));
        Assert.Equal(UserSlots.MaxSlots, _slots.Sessions.Count());
        Assert.NotNull(outcome.Place);
    }

    [Fact]
    public void At_the_limit_an_old_session_that_registers_again_goes_itself()
    {
        for (var i = 0; i < UserSlots.MaxSlots; i++)
        {
            _slots.Register(CreateTestProbe(), First($"p{i}", "d-1"), Noon);
        }

        var outcome = _slots.Register(CreateTestProbe(), Again("onemore", "d-1", 1), Noon);

        Assert.Null(outcome.Place);
        Assert.Equal(UserSlots.MaxSlots, _slots.Sessions.Count());
    }

    [Fact]
    public void Displaced_sessions_are_remembered_up_to_a_limit()
    {
        var first = CreateTestProbe();
        _slots.Register(first, First("web", "d-1"), Noon);
        for (var i = 0; i < UserSlots.MaxDisplaced; i++)
        {
            Assert.Empty(_slots.Register(CreateTestProbe(), First("web", "d-1"), Noon).Forgotten);
        }

        var outcome = _slots.Register(CreateTestProbe(), First("web", "d-1"), Noon);

        Assert.Equal([first], outcome.Forgotten);
    }

    [Fact]
    public void A_session_that_asks_for_another_slot_gives_up_the_one_it_had()
    {
        var session = CreateTestProbe();
        _slots.Register(session, First("web", "d-1"), Noon);

        _slots.Register(session, First("ios", "d-1"), Noon);

        Assert.Equal([session], _slots.Sessions);
    }

    private static UserCommand.Register First(string platform, string device) => new(Ann, platform, Device(device), Place: null);

    private static UserCommand.Register Again(string platform, string device, long place) =>
        new(Ann, platform, Device(device), place);
}
