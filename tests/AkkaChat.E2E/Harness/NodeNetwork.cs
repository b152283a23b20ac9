using System.Globalization;

namespace AkkaChat.E2E.Harness;

/// <summary>
/// A network for nodes, made of Linux network namespaces: one for a bridge and one for each node. The machine's own network,
/// where clients and the database are, has an address in it too. Links between two nodes can be cut; what they send to each
/// other then vanishes without an answer. All of it is taken down at the end; what a run that was killed left behind, at the
/// start.
/// </summary>
public sealed class NodeNetwork : IAsyncDisposable
{
    // Names of interfaces have at most 15 characters; the number of the process tells whose they are.
    private const string Prefix = "acf";
    private const string Nobody = "02:00:00:00:00:01";

    private readonly int _nodes;
    private readonly string _name = $"{Prefix}{Environment.ProcessId}";
    private string _subnet = "";

    private NodeNetwork(int nodes) => _nodes = nodes;

    /// <summary>The address of clients and database.</summary>
    public string Outside => $"{_subnet}.1";

    private string Bridge => $"{_name}-b";

    /// <summary>Makes one.</summary>
    public static async Task<NodeNetwork> StartAsync(int nodes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            throw new InvalidOperationException(
                "This test makes network namespaces, which only root on Linux may: run it as root, with the package iproute2.");
        }

        await ClearLeftOversAsync();
        var network = new NodeNetwork(nodes);
        try
        {
            await network.MakeAsync();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of a node.</summary>
    public string AddressOf(int node) => $"{_subnet}.{(11 + node).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>What must come before a command for it to run where that node is.</summary>
    public IReadOnlyList<string> LauncherOf(int node) => ["ip", "netns", "exec", NameOf(node)];

    /// <summary>Cuts one node off from all other nodes, but not from clients and database.</summary>
    public Task CutOffAsync(int node) => ForLinksOfAsync(node, (here, there) =>
        Command.RunAsync("ip", "-n", NameOf(here), "neigh", "replace", AddressOf(there), "lladdr", Nobody, "nud", "permanent", "dev", "eth0"));

    /// <summary>Joins it to the others again.</summary>
    public Task HealAsync(int node) => ForLinksOfAsync(node, (here, there) =>
        Command.RunAsync("ip", "-n", NameOf(here), "neigh", "del", AddressOf(there), "dev", "eth0"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await ClearAsync(_name);

    private static async Task ClearLeftOversAsync()
    {
        var there = (await Command.RunAsync("ip", "netns", "list")).Split('\n').Concat(
            (await Command.RunAsync("ip", "-o", "link", "show")).Split('\n').Select(line => line.Split(": ").ElementAtOrDefault(1) ?? ""));
        var owners = there
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..].Split('-')[0])
            .Distinct()
            .Where(owner => !Directory.Exists($"/proc/{owner}"));
        foreach (var owner in owners)
        {
            await ClearAsync(Prefix + owner);
        }
    }

    private static async Task ClearAsync(string name)
    {
        foreach (var line in (await Command.RunAsync("ip", "netns", "list")).Split('\n'))
        {
            var space = line.Split(' ')[0];
            if (space.StartsWith($"{name}-", StringComparison.Ordinal))
            {
                await Command.TryAsync("ip", "netns", "del", space);
            }
        }

        await Command.TryAsync("ip", "link", "del", $"{name}-r");
    }

    private async Task MakeAsync()
    {
        _subnet = await FreeSubnetAsync();
        await AddSpaceAsync(Bridge);
        await Command.RunAsync("ip", "-n", Bridge, "link", "add", "br0", "type", "bridge");
        await Command.RunAsync("ip", "-n", Bridge, "link", "set", "br0", "up");
        for (var node = 0; node < _nodes; node++)
        {
            await AddSpaceAsync(NameOf(node));
            await Command.RunAsync(
                "ip", "link", "add", "eth0", "netns", NameOf(node), "type", "veth", "peer", "name", $"n{node}", "netns", Bridge);
            await Command.RunAsync("ip", "-n", NameOf(node), "addr", "add", $"{AddressOf(node)}/24", "dev", "eth0");
            await Command.RunAsync("ip", "-n", NameOf(node), "link", "set", "eth0", "up");
            await PlugInAsync($"n{node}");
        }

        var mine = $"{_name}-r";
        await Command.RunAsync("ip", "link", "add", mine, "type", "veth", "peer", "name", "outside", "netns", Bridge);
        await Command.RunAsync("ip", "addr", "add", $"{Outside}/24", "dev", mine);
        await Command.RunAsync("ip", "link", "set", mine, "up");
        await PlugInAsync("outside");
    }

    private static async Task AddSpaceAsync(string name)
    {
        await Command.RunAsync("ip", "netns", "add", name);
        await Command.RunAsync("ip", "-n", name, "link", "set", "lo", "up");
    }

    // 198.18.0.0/15 is set aside for tests of networks.
    private static async Task<string> FreeSubnetAsync()
    {
        var taken = await Command.RunAsync("ip", "-4", "route", "show", "table", "all");
        while (true)
        {
            var subnet = $"198.{Random.Shared.Next(18, 20)}.{Random.Shared.Next(256)}";
            if (!taken.Contains($"{subnet}.", StringComparison.Ordinal))
            {
                return subnet;
            }
        }
    }

    private async Task PlugInAsync(string port)
    {
        await Command.RunAsync("ip", "-n", Bridge, "link", "set", port, "master", "br0");
        await Command.RunAsync("ip", "-n", Bridge, "link", "set", port, "up");
    }

    private async Task ForLinksOfAsync(int node, Func<int, int, Task> change)
    {
        foreach (var other in Enumerable.Range(0, _nodes).Where(other => other != node))
        {
            await Task.WhenAll(change(node, other), change(other, node));
        }
    }

    private string NameOf(int node) => $"{_name}-{node.ToString(CultureInfo.InvariantCulture)}";
}
