using System.Globalization;

namespace AkkaChat.Bench.Measure;

/// <summary>TCP segments that this machine has sent, on whatever connection.</summary>
internal static class TcpSegments
{
    /// <summary>How many so far.</summary>
    public static long Sent()
    {
        var lines = File.ReadLines("/proc/net/snmp")
            .Where(line => line.StartsWith("Tcp:", StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .ToArray();
        return long.Parse(lines[1][Array.IndexOf(lines[0], "OutSegs")], CultureInfo.InvariantCulture);
    }
}
