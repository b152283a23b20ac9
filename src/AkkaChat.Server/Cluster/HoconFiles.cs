using Akka.Configuration;

namespace AkkaChat.Server.Cluster;

/// <summary>The actor system's configuration: the files beside the program, the special over the general.</summary>
internal static class HoconFiles
{
    private const string Folder = "hocon";

    /// <summary>What <paramref name="names"/> say together; the first outranks the others.</summary>
    public static Config Load(params string[] names) => names
        .Select(name => ConfigurationFactory.ParseString(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, Folder, name + ".hocon"))))
        .Aggregate((special, general) => special.WithFallback(general));
}
