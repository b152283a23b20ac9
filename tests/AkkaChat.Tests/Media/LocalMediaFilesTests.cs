using AkkaChat.Server.Media;
using AkkaChat.Server.Start;
using AkkaChat.Server.Storage;
using AkkaChat.Tests.Http;
using Xunit;

namespace AkkaChat.Tests.Media;

public sealed class LocalMediaFilesTests : IDisposable
{
    private static readonly MediaId Media = MediaId.Parse("0123456789abcdef0123456789abcdef");

    private readonly TempDirectory _directory = new();
    private readonly LocalMediaFiles _files;

    public LocalMediaFilesTests() => _files = LocalMediaFiles.Open(_directory.Path);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_file_is_kept_under_its_id_in_two_levels_of_folders_and_deleted_in_all_forms()
    {
        await PutAsync(Media, MediaVariant.Original, [1, 2, 3]);
        await PutAsync(Media, MediaVariant.Thumb, [4]);

        Assert.Equal(
            ["01/23/0123456789abcdef0123456789abcdef", "01/23/0123456789abcdef0123456789abcdef.thumb"], All());
        Assert.Equal([1, 2, 3], await ReadAsync(Media, MediaVariant.Original));
        Assert.Equal([4], await ReadAsync(Media, MediaVariant.Thumb));

        await _files.DeleteAsync(Media, default);
        await _files.DeleteAsync(Media, default);
        await _files.DeleteAsync(MediaId.New(), default);

        Assert.Empty(All());
        Assert.Null(await _files.OpenAsync(Media, MediaVariant.Original, default));
        Assert.Null(await _files.OpenAsync(MediaId.New(), MediaVariant.Thumb, default));
    }

    [Fact]
    public async Task What_is_being_read_is_read_to_its_end_although_it_is_deleted()
    {
        await PutAsync(Media, MediaVariant.Original, [1, 2, 3]);
        await using var open = await _files.OpenAsync(Media, MediaVariant.Original, default);

        await _files.DeleteAsync(Media, default);

        var bytes = new byte[3];
        await open!.ReadExactlyAsync(bytes);
        Assert.Equal([1, 2, 3], bytes);
    }

    [Fact]
    public async Task A_draft_that_is_not_kept_leaves_nothing()
    {
        using (var draft = _files.Begin())
        {
            await draft.WriteAsync(new byte[] { 1 }, default);
            Assert.Single(All());
        }

        Assert.Empty(All());
    }

    [Fact]
    public async Task Drafts_of_dead_processes_go_and_younger_ones_stay()
    {
        var now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var old = await AbandonAsync(now);
        var young = await AbandonAsync(now.AddSeconds(1));

        Assert.Equal(1, await _files.DeleteDraftsAsync(now.AddSeconds(1), default));

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    [Fact]
    public async Task A_disk_that_fails_is_said_to_fail()
    {
        Directory.Delete(_directory.File("incoming"), recursive: true);
        using var draft = _files.Begin();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => draft.WriteAsync(new byte[] { 1 }, default));
    }

    [Fact]
    public void A_directory_that_can_not_be_written_stops_the_start()
    {
        var file = _directory.File("in-the-way");
        File.WriteAllText(file, "");

        Assert.Throws<StartException>(() => LocalMediaFiles.Open(Path.Combine(file, "media")));
    }

    private string[] All() =>
    [
        .. Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_directory.Path, file)).Order(StringComparer.Ordinal),
    ];

    private async Task PutAsync(MediaId media, MediaVariant variant, byte[] bytes)
    {
        using var draft = _files.Begin();
        await draft.WriteAsync(bytes, default);
        await _files.PutAsync(media, variant, draft, default);
    }

    private async Task<byte[]> ReadAsync(MediaId media, MediaVariant variant)
    {
        await using var stream = await _files.OpenAsync(media, variant, default);
        using var bytes = new MemoryStream();
        await stream!.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private async Task<string> AbandonAsync(DateTimeOffset writtenAt)
    {
        var draft = _files.Begin(); // never disposed, as when its process is killed
        await draft.WriteAsync(new byte[] { 1 }, default);
        draft.Finish();
        File.SetLastWriteTimeUtc(draft.FullPath, writtenAt.UtcDateTime);
        return draft.FullPath;
    }
}
