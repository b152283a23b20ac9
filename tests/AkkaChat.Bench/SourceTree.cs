namespace AkkaChat.Bench;

/// <summary>The sources that this program was built from: results are kept there, and Node finds its packages there.</summary>
internal static class SourceTree
{
    private const string Marker = "AkkaChat.sln";

    /// <summary>The folder of this project.</summary>
    public static string Bench => Path.Combine(Root, "tests", "AkkaChat.Bench");

    private static string Root
    {
        get
        {
            var place = new DirectoryInfo(AppContext.BaseDirectory);
            while (place is not null && !File.Exists(Path.Combine(place.FullName, Marker)))
            {
                place = place.Parent;
            }

            return place?.FullName ?? throw new InvalidOperationException($"There is no {Marker} above this program.");
        }
    }
}
