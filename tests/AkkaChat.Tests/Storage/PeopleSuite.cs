using AkkaChat.Protocol;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Persons and refresh tokens.</summary>
public abstract class PeopleSuite : ChatStoreSuite
{
    private const long FarAway = 9_000_000_000_000;

    private protected PeopleSuite(IStoreFixture fixture)
        : base(fixture)
    {
    }

    [Fact]
    public async Task A_person_is_made_once()
    {
        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(Add(Ann, "Ann")));
        Assert.IsType<StoreOutcome.Conflict>(await WriteAsync(Add(Ann, "Other")));

        Assert.Equal(new UserView(Ann, "Ann", null), await Store.FindUserAsync(Ann, CancellationToken.None));
        Assert.Null(await Store.FindUserAsync(Bob, CancellationToken.None));
    }

    [Fact]
    public async Task A_change_leaves_alone_what_it_does_not_name()
    {
        await WriteAsync(Add(Ann, "Ann"));

        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(new StoreWrite.UpdateUser(Ann, null, "/a.png", 2)));
        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(new StoreWrite.UpdateUser(Ann, "Anna", null, 3)));
        Assert.IsType<StoreOutcome.Missing>(await WriteAsync(new StoreWrite.UpdateUser(Bob, "Bob", null, 3)));

        Assert.Equal(new UserView(Ann, "Anna", "/a.png"), await Store.FindUserAsync(Ann, CancellationToken.None));
    }

    [Fact]
    public async Task Whoever_is_known_elsewhere_is_made_once()
    {
        var ann = new ExternalIdentity("wechat:wx-1", "o-1", Ann, Union: null);
        var bob = ann with { User = Bob, Union = "un-1" };
        Assert.Null(await Store.FindIdentityAsync("wechat:wx-1", "o-1", CancellationToken.None));

        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(new StoreWrite.AddIdentity(ann, new UserView(Ann, "Ann", null), 1)));
        Assert.IsType<StoreOutcome.Conflict>(await WriteAsync(new StoreWrite.AddIdentity(bob, new UserView(Bob, "Bob", null), 2)));

        Assert.Equal(ann, await Store.FindIdentityAsync("wechat:wx-1", "o-1", CancellationToken.None));
        Assert.Null(await Store.FindIdentityAsync("wechat:wx-2", "o-1", CancellationToken.None));
        Assert.Equal(new UserView(Ann, "Ann", null), await Store.FindUserAsync(Ann, CancellationToken.None));
        Assert.Null(await Store.FindUserAsync(Bob, CancellationToken.None));
    }

    [Fact]
    public async Task A_union_id_is_kept_when_it_becomes_known()
    {
        var ann = new ExternalIdentity("wechat:wx-1", "o-1", Ann, Union: null);
        await WriteAsync(new StoreWrite.AddIdentity(ann, new UserView(Ann, "Ann", null), 1));

        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(new StoreWrite.SetUnion("wechat:wx-1", "o-1", "un-1")));
        Assert.IsType<StoreOutcome.Missing>(await WriteAsync(new StoreWrite.SetUnion("wechat:wx-1", "o-2", "un-2")));

        Assert.Equal(
            ann with { Union = "un-1" }, await Store.FindIdentityAsync("wechat:wx-1", "o-1", CancellationToken.None));
    }

    [Fact]
    public async Task A_refresh_token_is_replaced_once()
    {
        var first = new RefreshToken("h1", "f", Ann, FarAway, null);
        var second = first with { Hash = "h2" };
        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(new StoreWrite.AddRefreshToken(first, null)));
        Assert.Equal(first, await Store.FindRefreshTokenAsync("h1", CancellationToken.None));

        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(new StoreWrite.AddRefreshToken(second, "h1")));
        Assert.NotNull((await Store.FindRefreshTokenAsync("h1", CancellationToken.None))!.UsedAt);
        Assert.Equal(second, await Store.FindRefreshTokenAsync("h2", CancellationToken.None));

        var third = first with { Hash = "h3" };
        Assert.IsType<StoreOutcome.Conflict>(await WriteAsync(new StoreWrite.AddRefreshToken(third, "h1")));
        Assert.IsType<StoreOutcome.Conflict>(await WriteAsync(new StoreWrite.AddRefreshToken(third, "h-none")));
        Assert.IsType<StoreOutcome.Conflict>(await WriteAsync(new StoreWrite.AddRefreshToken(second, null)));
        Assert.Null(await Store.FindRefreshTokenAsync("h3", CancellationToken.None));
    }

    [Fact]
    public async Task A_family_ends_as_a_whole_and_alone()
    {
        await WriteAsync(new StoreWrite.AddRefreshToken(new RefreshToken("h1", "f", Ann, FarAway, null), null));
        await WriteAsync(new StoreWrite.AddRefreshToken(new RefreshToken("h2", "f", Ann, FarAway, null), "h1"));
        await WriteAsync(new StoreWrite.AddRefreshToken(new RefreshToken("h3", "g", Ann, FarAway, null), null));

        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(new StoreWrite.RevokeRefreshTokens(Ann, "f")));

        Assert.Null(await Store.FindRefreshTokenAsync("h1", CancellationToken.None));
        Assert.Null(await Store.FindRefreshTokenAsync("h2", CancellationToken.None));
        Assert.NotNull(await Store.FindRefreshTokenAsync("h3", CancellationToken.None));
    }

    [Fact]
    public async Task Expired_tokens_of_a_person_go_when_the_next_comes()
    {
        await WriteAsync(new StoreWrite.AddRefreshToken(new RefreshToken("h1", "f", Ann, ExpiresAt: 5, null), null));
        await WriteAsync(new StoreWrite.AddRefreshToken(new RefreshToken("h2", "g", Ann, FarAway, null), null));

        Assert.Null(await Store.FindRefreshTokenAsync("h1", CancellationToken.None));
    }

    [Fact]
    public async Task When_a_person_was_seen_never_goes_back()
    {
        await WriteAsync(Add(Ann, "Ann"));
        await RoomAsync("r-1", Ann, Bob);
        Assert.Null((await PeerAsync(Bob, Ann)).LastSeen);

        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(new StoreWrite.MarkSeen(Ann, 1_000)));
        Assert.Equal(1_000, (await PeerAsync(Bob, Ann)).LastSeen);
        Assert.IsType<StoreOutcome.Committed>(await WriteAsync(new StoreWrite.MarkSeen(Ann, 999)));
        Assert.Equal(1_000, (await PeerAsync(Bob, Ann)).LastSeen);
        Assert.IsType<StoreOutcome.Missing>(await WriteAsync(new StoreWrite.MarkSeen(Bob, 1_000)));
    }

    [Fact]
    public async Task Only_those_who_share_a_room_are_peers_and_live_rooms_do_not_count()
    {
        await WriteAsync(Add(Ann, "Ann"));
        await WriteAsync(Add(Bob, "Bob"));
        await WriteAsync(new StoreWrite.MarkSeen(Ann, 1_000));
        await WriteAsync(new StoreWrite.MarkSeen(Bob, 2_000));
        var live = Log("r-live", RoomKind.Broadcast);
        await live.CreateAsync(Ann, Bob, Cid);
        await RoomAsync("r-ann", Ann);
        await RoomAsync("r-bob", Bob);
        Assert.Equal((false, null), Facts(await PeerAsync(Ann, Bob)));

        var shared = await RoomAsync("r-both", Ann, Bob);
        var found = await Store.FindPeersAsync(
            [new PeersQuery(Ann, [Cid, Bob, Ann]), new PeersQuery(Cid, []), new PeersQuery(Bob, [Ann])], CancellationToken.None);

        Assert.Equal([(false, null), (true, 2_000L), (true, 1_000L)], found[0].Others.Select(Facts));
        Assert.Empty(found[1].Others);
        Assert.Equal((true, 1_000L), Facts(Assert.Single(found[2].Others)));

        await shared.CommitAsync(shared.Gone(Bob));
        Assert.Equal((false, null), Facts(await PeerAsync(Ann, Bob)));

        static (bool Shares, long? LastSeen) Facts(Peer peer) => (peer.Shares, peer.LastSeen);
    }

    [Fact]
    public async Task Who_blocks_somebody_is_no_peer_of_theirs_and_has_another_mark()
    {
        await RoomAsync("r-both", Ann, Bob);
        var before = await Store.LoadMembershipMarksAsync([Ann, Bob], CancellationToken.None);

        await WriteAsync(new StoreWrite.SetBlock(RoomId.Parse("dm-1"), Ann, Bob, On: true, Time: 5));

        Assert.False((await PeerAsync(Ann, Bob)).Shares);
        Assert.False((await PeerAsync(Bob, Ann)).Shares);
        Assert.Equal([before[0] + 5, before[1]], await Store.LoadMembershipMarksAsync([Ann, Bob], CancellationToken.None));

        await WriteAsync(new StoreWrite.SetBlock(RoomId.Parse("dm-1"), Ann, Bob, On: false, Time: 6));

        Assert.True((await PeerAsync(Ann, Bob)).Shares);
    }

    [Fact]
    public async Task Peers_come_with_their_membership_marks()
    {
        var log = Log("r-1").At(1_000);
        await log.CreateAsync(Ann, Bob);
        await Log("r-2").At(2_000).CreateAsync(Bob);
        var marks = await Store.LoadMembershipMarksAsync([Ann, Bob, Cid], CancellationToken.None);

        var found = Assert.Single(await Store.FindPeersAsync([new PeersQuery(Ann, [Bob, Cid])], CancellationToken.None));

        Assert.Equal(marks, [found.Mark, .. found.Others.Select(peer => peer.Mark)]);
    }

    private async Task<Peer> PeerAsync(UserId user, UserId other) => Assert.Single(
        Assert.Single(await Store.FindPeersAsync([new PeersQuery(user, [other])], CancellationToken.None)).Others);

    [Fact]
    public async Task A_store_that_serves_says_so() => await Store.CheckAsync(CancellationToken.None);

    private static StoreWrite.AddUser Add(UserId user, string name) => new(new UserView(user, name, null), Guest: false, Time: 1);
}
