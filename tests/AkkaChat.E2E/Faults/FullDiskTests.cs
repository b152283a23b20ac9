using AkkaChat.E2E.Harness;
using AkkaChat.E2E.Histories;
using Xunit.Abstractions;

namespace AkkaChat.E2E.Faults;

/// <summary>A single node whose disk is full.</summary>
[Collection(FaultsDefinition.Name)]
[Trait("Category", FaultTest.Category)]
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const int Megabytes = 48;

    [Fact]
    public async Task A_full_disk_refuses_sends_and_loses_nothing_and_then_all_goes_on()
    {
        await using var disk = await SmallDisk.MountAsync(Megabytes);
        await using var server = await ServerProcess.StartAsync(new ServerPlace { DataDirectory = disk.Data });
        await using var load = await FaultLoad.StartAsync(() => [server]);

        load.Note("disk full");
        disk.FillUp();
        var full = load.History.Length;
        await Patience.UntilAsync(
            () => Task.FromResult(Refused(load, full) >= load.Size.Rooms),
            "sends to be answered with unavailable",
            () => $"{Refused(load, full)} were. The server wrote: {server.Output}");
        load.Note("disk free");
        disk.Free();
        await load.AllRoomsAckAsync("all to go on by itself");

        await FaultTest.AssertKeptAsync(
            load,
            rooms => DatabaseLog.SqliteAsync(Directory.GetFiles(server.DataDirectory, "*.db").Single(), rooms),
            () => server.Output,
            "disk full",
            output,
            $"{Refused(load, full)} unavailable");
        Assert.Contains("full", server.Output, StringComparison.OrdinalIgnoreCase);
    }

    private static int Refused(FaultLoad load, int from) =>
        load.History.Since(from).Count(line => line is { Step: HistoryStep.Unsure, Text: "unavailable" });
}
