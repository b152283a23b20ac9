using System.Runtime.InteropServices;

namespace AkkaChat.Bench.Measure;

/// <summary>Where figures were measured.</summary>
/// <param name="Processor">Its name.</param>
/// <param name="Cores">How many of them.</param>
/// <param name="MemoryMegabytes">Memory in all.</param>
/// <param name="Kernel">Operating system and kernel.</param>
/// <param name="Runtime">The version of .NET.</param>
internal sealed record MachineInfo(string Processor, int Cores, long MemoryMegabytes, string Kernel, string Runtime)
{
    /// <summary>This machine.</summary>
    public static MachineInfo Here() => new(
        FieldOf("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    private static string? FieldOf(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
