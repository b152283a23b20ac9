using AkkaChat.Protocol;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Support;
using Xunit;
using static AkkaChat.Tests.Support.RoomSamples;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Rooms;

public sealed class RoomStateSettingsTests
{
    [Fact]
    public void Each_sort_of_change_is_an_event()
    {
        var room = DecidedRoom.Of();

        var events = room.Do(Update(Ann, new RoomSettings
        {
            Name = "Crew",
            Announcement = "Read me",
            JoinRule = JoinRule.Invite,
            SlowModeMs = 1_000,
        }));

        Assert.Equal(
            [
                new RoomEvent.RoomChanged(3, Noon, Ann, RoomChange.Renamed, new RoomSettings { Name = "Crew" }),
                new RoomEvent.RoomChanged(4, Noon, Ann, RoomChange.Announcement, new RoomSettings { Announcement = "Read me" }),
                new RoomEvent.RoomChanged(
                    5, Noon, Ann, RoomChange.Settings, new RoomSettings { JoinRule = JoinRule.Invite, SlowModeMs = 1_000 }),
            ],
            events);
    }

    [Fact]
    public void What_is_as_it_was_is_no_event()
    {
        var room = DecidedRoom.Of();
        room.Do(Update(Ann, new RoomSettings { MuteAll = true }));

        var renamed = Assert.Single(room.Do(Update(Ann, new RoomSettings { Name = "Crew", MuteAll = true, Announcement = "" })));

        Assert.Equal(new RoomEvent.RoomChanged(4, Noon, Ann, RoomChange.Renamed, new RoomSettings { Name = "Crew" }), renamed);
    }

    [Fact]
    public void Nothing_new_gives_the_place_where_the_room_stands()
    {
        var room = DecidedRoom.Of();

        room.AssertRepeats(2, Update(Ann, new RoomSettings { Name = "Team", IsPublic = true, SlowModeMs = 0 }));
        room.AssertRepeats(2, Update(Ann, RoomSettings.None));
    }

    [Fact]
    public void A_change_leaves_the_rest_as_it_is()
    {
        var room = DecidedRoom.Of();
        room.Do(Update(Ann, new RoomSettings { Announcement = "Read me", Avatar = "a.png" }));

        room.Do(Update(Ann, new RoomSettings { Announcement = "" }));

        var expected = new RoomSettings
        {
            Name = "Team",
            Announcement = "",
            Avatar = "a.png",
            JoinRule = JoinRule.Open,
            IsPublic = true,
            MuteAll = false,
            SlowModeMs = 0,
        };
        Assert.Equal(expected, room.State.Settings);
    }

    [Fact]
    public void Members_set_nothing()
    {
        var room = DecidedRoom.Of(Bob);

        room.AssertRefused(ErrorCode.Forbidden, Update(Bob, new RoomSettings { Name = "Crew" }));
    }

    [Fact]
    public void Nothing_is_set_about_a_direct_room()
    {
        var room = new DecidedRoom();
        room.Do(OpenDirect(Ann, Bob));

        room.AssertRefused(ErrorCode.Forbidden, Update(Ann, new RoomSettings { Name = "Us" }));
        room.AssertRefused(ErrorCode.Forbidden, Dissolve(Ann));
    }

    [Fact]
    public void A_room_that_is_dissolved_is_not_there_any_more()
    {
        var room = DecidedRoom.Of(Bob);
        room.Do(Post(Ann, "k-1"));

        var dissolved = Assert.Single(room.Do(Dissolve(Ann)));

        Assert.Equal(new RoomEvent.RoomChanged(5, Noon, Ann, RoomChange.Dissolved, RoomSettings.None), dissolved);
        Assert.Empty(room.State.Members);
        foreach (var command in new RoomCommand[]
        {
            Post(Ann, "k-1"), Post(Bob, "k-2"), Join(Cat), Recall(Ann, 4), Leave(Bob), Dissolve(Ann), React(Bob, 4),
            Update(Ann, new RoomSettings { Name = "Crew" }),
        })
        {
            room.AssertRefused(ErrorCode.NotFound, command);
        }
    }

    [Fact]
    public void The_id_of_a_dissolved_room_is_taken()
    {
        var room = DecidedRoom.Of();
        room.Do(Dissolve(Ann));

        room.AssertRefused(ErrorCode.AlreadyExists, Create(Bob));
    }

    [Fact]
    public void A_loaded_room_has_what_was_set_and_who_must_not_come_in()
    {
        var room = DecidedRoom.Of(Bob, Cat);
        room.Do(Update(Ann, new RoomSettings { Name = "Crew", Announcement = "Read me", JoinRule = JoinRule.Approve, MuteAll = true }));
        room.Do(Ban(Ann, Dan));
        room.Do(Join(Eve));
        room.Do(Mute(Ann, Bob, 1_000));

        var loaded = new RoomState(room.SnapshotAt(room.Log.Count)!, new RoomOptions());

        Assert.Equal(room.State.Settings, loaded.Settings);
        Assert.Equal(
            room.State.Members.Values.OrderBy(member => member.JoinedSeq), loaded.Members.Values.OrderBy(member => member.JoinedSeq));
        Assert.Equal((1, 1), (loaded.People.BanCount, loaded.People.RequestCount));
        Assert.True(loaded.People.IsBanned(Dan) && loaded.People.HasAsked(Eve));
    }

    [Fact]
    public void A_loaded_room_is_dissolved_if_it_was()
    {
        var room = DecidedRoom.Of(Bob);
        room.Do(Dissolve(Ann));

        var loaded = new RoomState(room.SnapshotAt(room.Log.Count)!, new RoomOptions());

        Assert.True(loaded.IsDissolved);
        Assert.Empty(loaded.Members);
    }

    [Fact]
    public void A_loaded_direct_room_knows_who_is_blocked()
    {
        var room = new DecidedRoom();
        room.Do(OpenDirect(Ann, Bob));
        room.DoUnlogged(Block(Ann, Bob));

        var loaded = new RoomState(room.SnapshotAt(room.Log.Count)!, new RoomOptions());

        Assert.Equal(Decision.Refuse(ErrorCode.Blocked), loaded.Decide(Post(Bob, "k-1"), Noon));
        Assert.IsType<Decision.Accepted>(loaded.Decide(Post(Ann, "k-1"), Noon));
    }
}
