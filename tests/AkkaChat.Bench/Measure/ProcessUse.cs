using System.Globalization;

namespace AkkaChat.Bench.Measure;

/// <summary>What processes and their children have used so far.</summary>
/// <param name="Cpu">Processor time, user and system.</param>
/// <param name="ResidentBytes">Memory that they hold now.</param>
internal readonly record struct ProcessUse(TimeSpan Cpu, long ResidentBytes)
{
    // USER_HZ, in which the kernel counts for programs, is 100 on every Linux that .NET runs on.
    private const long TicksPerJiffy = TimeSpan.TicksPerSecond / 100;
    private const int PageBytes = 4096;

    /// <summary>The sum over <paramref name="processes"/> and all that descend from them.</summary>
    public static ProcessUse Of(IReadOnlyList<int> processes)
    {
        var (jiffies, pages) = (0L, 0L);
        if (processes.Count == 0)
        {
            return default;
        }

        foreach (var process in WithDescendants(processes))
        {
            if (Stat(process) is { } stat)
            {
                // utime, stime, and those of children that have ended
                jiffies += stat.Skip(11).Take(4).Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
                pages += long.Parse(stat[21], CultureInfo.InvariantCulture);
            }
        }

        return new ProcessUse(new TimeSpan(jiffies * TicksPerJiffy), pages * PageBytes);
    }

    private static HashSet<int> WithDescendants(IReadOnlyList<int> processes)
    {
        var children = Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Stat: Stat(id)))
            .Where(process => process.Stat is not null)
            .ToLookup(process => int.Parse(process.Stat![1], CultureInfo.InvariantCulture), process => process.Id);
        var all = new HashSet<int>(processes);
        var found = new Queue<int>(processes);
        while (found.TryDequeue(out var parent))
        {
            foreach (var child in children[parent].Where(all.Add))
            {
                found.Enqueue(child);
            }
        }

        return all;
    }

    // The fields from the third on (state); the second, the name, may have spaces and ends with the last bracket.
    private static string[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // it has ended meanwhile
        }
    }
}
