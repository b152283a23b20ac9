using System.Diagnostics;
using System.Text;
using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Faults;

/// <summary>Clients that mean harm to one node, one after the other for a while; each must be shown out as it deserves.</summary>
internal static class Attack
{
    private const int Text = 1;
    private const int TooManyBytes = 70_000;
    private const int BadFrames = 10;

    /// <summary>Attacks for that time; gives how many came.</summary>
    public static async Task<int> RunAsync(ServerProcess server, TimeSpan time)
    {
        var half = new List<RawSocket>();
        var clock = Stopwatch.StartNew();
        var attacks = 0;
        while (clock.Elapsed < time)
        {
            await ShownOutAsync(server, 1007, client => client.SendAsync(Text, new byte[] { 0xC3, 0x28 }));
            await ShownOutAsync(server, 4413, client => client.SendAsync(Text, new byte[TooManyBytes]));
            await ShownOutAsync(server, 4400, async client =>
            {
                for (var i = 0; i < BadFrames; i++)
                {
                    await client.SendAsync(Text, Encoding.UTF8.GetBytes(new string('[', 1_000)));
                }
            });
            half.Add(await RawSocket.DialAsync(server));
            await half[^1].WriteAsync(Encoding.ASCII.GetBytes(RawSocket.Handshake(server)[..20]));
            attacks += 4;
        }

        half.ForEach(client => client.Dispose());
        return attacks;
    }

    private static async Task ShownOutAsync(ServerProcess server, int code, Func<RawSocket, Task> harm)
    {
        using var client = await RawSocket.OpenAsync(server);
        await harm(client);
        Assert.Equal(code, await client.CloseCodeAsync($"close {code}"));
    }
}
