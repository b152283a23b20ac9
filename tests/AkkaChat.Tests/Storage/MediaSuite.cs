using System.Text.Json;
using AkkaChat.Protocol;
using AkkaChat.Server.Media;
using AkkaChat.Server.Storage;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>Uploaded files: who may get them, and when they are forgotten.</summary>
public abstract class MediaSuite : ChatStoreSuite
{
    private const long Old = 1_000;
    private const long Now = 9_000;

    private readonly List<MediaId> _deleted = [];

    private protected MediaSuite(IStoreFixture fixture)
        : base(fixture)
    {
    }

    [Fact]
    public async Task What_is_entered_is_found_as_it_was_entered()
    {
        var full = new MediaRecord(MediaId.New(), Ann, "image/png", 5_000_000_000, 640, 480, true, "Grüße 你好.png", Old);
        var bare = new MediaRecord(MediaId.New(), Ann, "application/octet-stream", 1, null, null, false, null, Old);
        await Store.Media.AddAsync(full, default);
        await Store.Media.AddAsync(bare, default);

        Assert.Equal(full, await Store.Media.FindAsync(full.Id, default));
        Assert.Equal(bare, await Store.Media.FindAsync(bare.Id, default));
        Assert.Null(await Store.Media.FindAsync(MediaId.New(), default));

        await Store.Media.RemoveAsync(full.Id, default);
        Assert.Null(await Store.Media.FindAsync(full.Id, default));
    }

    [Fact]
    public async Task A_file_that_nobody_was_shown_is_its_owners_alone()
    {
        var media = await AddAsync(Ann);

        Assert.True(await MayReadAsync(media, Ann));
        Assert.False(await MayReadAsync(media, Bob));
    }

    [Fact]
    public async Task Members_may_get_what_a_message_shows_for_as_long_as_they_are_members()
    {
        var media = await AddAsync(Ann);
        var log = await RoomAsync("r-1", Ann, Bob);
        await log.CommitAsync(log.Posted(Ann, Image(media)));
        Assert.True(await MayReadAsync(media, Bob));
        Assert.False(await MayReadAsync(media, Cid));

        await log.CommitAsync(log.Gone(Bob, MemberChange.Removed));
        await log.CommitAsync(log.Joined(Cid));

        Assert.False(await MayReadAsync(media, Bob));
        Assert.True(await MayReadAsync(media, Cid));
    }

    [Theory]
    [InlineData("image", true)]
    [InlineData("voice", true)]
    [InlineData("video", true)]
    [InlineData("file", true)]
    [InlineData("custom", false)]
    public async Task Messages_of_these_kinds_show_files(string kind, bool shows)
    {
        var media = await AddAsync(Ann);
        var log = await RoomAsync("r-1", Ann, Bob);

        await log.CommitAsync(log.Posted(Ann, Content(kind, MediaPath.Of(media))));

        Assert.Equal(shows, await MayReadAsync(media, Bob));
    }

    [Fact]
    public async Task A_recall_takes_the_file_away_and_leaves_it_where_else_it_is_shown()
    {
        var media = await AddAsync(Ann);
        var first = await RoomAsync("r-1", Ann, Bob);
        var second = await RoomAsync("r-2", Ann, Cid);
        var shown = await first.CommitAsync(first.Posted(Ann, Image(media)));
        await second.CommitAsync(second.Posted(Ann, Image(media)));

        await first.CommitAsync(first.Recalled(Ann, shown));

        Assert.False(await MayReadAsync(media, Bob));
        Assert.True(await MayReadAsync(media, Cid));
    }

    [Fact]
    public async Task An_edit_shows_other_files_than_before()
    {
        var before = await AddAsync(Ann);
        var after = await AddAsync(Ann);
        var thumb = await AddAsync(Ann);
        var log = await RoomAsync("r-1", Ann, Bob);
        var shown = await log.CommitAsync(log.Posted(Ann, Image(before)));

        await log.CommitAsync(log.Edited(
            Ann, shown, 2, Content("video", MediaPath.Of(after), MediaPath.Of(thumb, MediaVariant.Thumb))));

        Assert.False(await MayReadAsync(before, Bob));
        Assert.True(await MayReadAsync(after, Bob));
        Assert.True(await MayReadAsync(thumb, Bob));
    }

    [Fact]
    public async Task What_happens_to_a_message_in_the_run_that_posts_it_counts()
    {
        var before = await AddAsync(Ann);
        var after = await AddAsync(Ann);
        var recalled = await AddAsync(Ann);
        var log = await RoomAsync("r-1", Ann, Bob);
        var edited = log.Posted(Ann, Image(before));
        var edit = log.Edited(Ann, edited.Event.Seq, 2, Image(after));
        var gone = log.Posted(Ann, Image(recalled));

        Assert.IsType<StoreOutcome.Committed>(
            await log.AppendAsync(edited, edit, gone, log.Recalled(Ann, gone.Event.Seq)));

        Assert.False(await MayReadAsync(before, Bob));
        Assert.True(await MayReadAsync(after, Bob));
        Assert.False(await MayReadAsync(recalled, Bob));
    }

    [Fact]
    public async Task A_run_that_is_refused_links_nothing()
    {
        var media = await AddAsync(Ann);
        var log = await RoomAsync("r-1", Ann, Bob);
        var stale = log.Copy();
        await log.PostAsync(Ann, "first");

        Assert.IsType<StoreOutcome.Conflict>(await stale.AppendAsync(stale.Posted(Ann, Image(media))));

        Assert.False(await MayReadAsync(media, Bob));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_avatar_is_for_everybody_for_as_long_as_it_is_one(bool isThumb)
    {
        var media = await AddAsync(Ann);
        var path = MediaPath.Of(media, isThumb ? MediaVariant.Thumb : MediaVariant.Original);
        await WriteAsync(new StoreWrite.AddUser(new UserView(Ann, "Ann", null), Guest: false, Time: 1));
        Assert.False(await MayReadAsync(media, Bob));

        await WriteAsync(new StoreWrite.UpdateUser(Ann, null, path, 2));
        Assert.True(await MayReadAsync(media, Bob));

        await WriteAsync(new StoreWrite.UpdateUser(Ann, null, "/media/other", 3));
        Assert.False(await MayReadAsync(media, Bob));
    }

    [Fact]
    public async Task Several_are_asked_for_at_once_and_only_those_that_may_be_read_come_back()
    {
        var mine = await AddAsync(Bob);
        var theirs = await AddAsync(Ann);
        var shown = await AddAsync(Ann);
        var log = await RoomAsync("r-1", Ann, Bob);
        await log.CommitAsync(log.Posted(Ann, Image(shown)));

        var found = await Store.Media.FindReadableAsync([mine, theirs, shown, MediaId.New()], Bob, default);

        Assert.Equal(
            new[] { mine, shown }.OrderBy(id => id.Value), found.Select(media => media.Id).OrderBy(id => id.Value));
    }

    [Fact]
    public async Task Old_files_that_nothing_shows_go_and_all_others_stay()
    {
        var orphan = await AddAsync(Ann);
        var young = await AddAsync(Ann, Now);
        var shown = await AddAsync(Ann);
        var face = await AddAsync(Ann);
        var log = await RoomAsync("r-1", Ann, Bob);
        await log.CommitAsync(log.Posted(Ann, Image(shown)));
        await WriteAsync(new StoreWrite.AddUser(new UserView(Ann, "Ann", MediaPath.Of(face)), Guest: false, Time: 1));

        await SweepAllAsync(createdBefore: Now);

        Assert.Equal([orphan], _deleted);
        Assert.Null(await Store.Media.FindAsync(orphan, default));
        foreach (var kept in new[] { young, shown, face })
        {
            Assert.NotNull(await Store.Media.FindAsync(kept, default));
        }
    }

    [Fact]
    public async Task What_was_recalled_is_an_orphan()
    {
        var media = await AddAsync(Ann);
        var log = await RoomAsync("r-1", Ann, Bob);
        var shown = await log.CommitAsync(log.Posted(Ann, Image(media)));
        await SweepAllAsync(createdBefore: Now);
        Assert.Empty(_deleted);

        await log.CommitAsync(log.Recalled(Ann, shown));
        await SweepAllAsync(createdBefore: Now);

        Assert.Equal([media], _deleted);
    }

    [Fact]
    public async Task Pages_cover_all_files_however_small_they_are()
    {
        var orphans = new List<MediaId>();
        for (var i = 0; i < 7; i++)
        {
            orphans.Add(await AddAsync(Ann, Old + (i / 3)));
        }

        var pages = await SweepAllAsync(createdBefore: Now, limit: 2);

        Assert.Equal(4, pages);
        Assert.Equal(orphans.OrderBy(id => id.Value), _deleted.OrderBy(id => id.Value));
    }

    [Fact]
    public async Task A_file_whose_bytes_can_not_be_deleted_is_given_to_nobody_and_tried_again()
    {
        var orphan = await AddAsync(Ann);
        var query = new OrphanQuery(null, Now, Now, 10);

        var failed = await Store.Media.SweepAsync(query, _ => Task.FromResult(false), default);

        Assert.Equal(new OrphanPage(0, null), failed);
        Assert.Null(await Store.Media.FindAsync(orphan, default));
        Assert.False(await MayReadAsync(orphan, Ann));
        Assert.Equal(new OrphanPage(1, null), await Store.Media.SweepAsync(query, DeleteAsync, default));
        Assert.Equal([orphan], _deleted);
        Assert.Equal(new OrphanPage(0, null), await Store.Media.SweepAsync(query, DeleteAsync, default));
    }

    private static MessageContent Image(MediaId media) => Content("image", MediaPath.Of(media));

    private static MessageContent Content(string kind, string url, string? thumb = null) =>
        new(kind, JsonSerializer.SerializeToUtf8Bytes(new { kind, url, thumb }));

    private async Task<MediaId> AddAsync(UserId owner, long createdAt = Old)
    {
        var media = new MediaRecord(MediaId.New(), owner, "image/png", 10, 1, 1, true, "a.png", createdAt);
        await Store.Media.AddAsync(media, default);
        return media.Id;
    }

    private async Task<bool> MayReadAsync(MediaId media, UserId reader) =>
        (await Store.Media.FindReadableAsync([media], reader, default)).Count == 1;

    private Task<bool> DeleteAsync(MediaId media)
    {
        _deleted.Add(media);
        return Task.FromResult(true);
    }

    private async Task<int> SweepAllAsync(long createdBefore, int limit = 100)
    {
        OrphanMark? after = null;
        for (var pages = 1; ; pages++)
        {
            var page = await Store.Media.SweepAsync(new OrphanQuery(after, createdBefore, Now, limit), DeleteAsync, default);
            Assert.NotNull(page);
            after = page.Next;
            if (after is null)
            {
                return pages;
            }
        }
    }
}
