namespace AkkaChat.Bench.Measure;

/// <summary>Bytes in the units that people read.</summary>
internal static class Sizes
{
    /// <summary>In MB.</summary>
    public static double Megabytes(long bytes) => bytes / 1048576.0;

    /// <summary>In KB.</summary>
    public static double Kilobytes(double bytes) => bytes / 1024;
}
