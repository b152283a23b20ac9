using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Faults;

/// <summary>Uploaded files where disks are full and nodes are many.</summary>
[Collection(FaultsDefinition.Name)]
[Trait("Category", FaultTest.Category)]
public sealed class MediaFaultTests(FaultCluster shared)
{
    private const int Megabytes = 8;

    [Fact]
    public async Task A_full_disk_refuses_uploads_and_keeps_nothing_of_them_and_then_takes_them_again()
    {
        await using var disk = await SmallDisk.MountAsync(Megabytes);
        await using var server = await ServerProcess.StartAsync($"Media:Directory={disk.Data}");
        var ann = await Guest.SignInAsync(server, "Ann");
        var before = await Uploader.KeepAsync(server, ann, Uploader.Picture);
        var kept = Uploader.FilesIn(disk.Data);

        var tooMuch = await Uploader.UploadAsync(server, ann, new byte[(Megabytes + 1) * 1024 * 1024]);
        disk.FillUp();
        var full = await Uploader.UploadAsync(server, ann, new byte[100_000]);

        Assert.Equal((503, "unavailable"), (tooMuch.Status, tooMuch.Body.Code));
        Assert.Equal((503, "unavailable"), (full.Status, full.Body.Code));
        Assert.Equal(kept, Uploader.FilesIn(disk.Data));
        Assert.Equal(200, (await Uploader.GetAsync(server, before, ann)).Status);

        disk.Free();
        await Uploader.KeepAsync(server, ann, new byte[100_000]);
    }

    [Fact]
    public async Task What_one_node_takes_another_gives()
    {
        await using var cluster = await Cluster.StartAsync(await shared.Postgres.CreateDatabaseAsync(), 2);
        var ann = await Guest.SignInAsync(cluster.Servers[0], "Ann");

        var url = await Uploader.KeepAsync(cluster.Servers[0], ann, Uploader.Picture);
        var (signedStatus, _) = await Uploader.GetAsync(cluster.Servers[0], $"/api/v1{url}/url", ann);

        Assert.Equal(200, (await Uploader.GetAsync(cluster.Servers[1], url, ann)).Status);
        Assert.Equal(200, signedStatus);
    }
}
