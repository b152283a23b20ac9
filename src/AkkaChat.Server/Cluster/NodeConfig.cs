using System.Text.Json;
using Akka.Configuration;

namespace AkkaChat.Server.Cluster;

/// <summary>The actor system's configuration: the files, and over them what AkkaChat's own settings say.</summary>
internal static class NodeConfig
{
    /// <summary>The configuration of a node with these settings.</summary>
    public static Config Load(ClusterOptions options) => options.Enabled
        ? ConfigurationFactory.ParseString(Settings(options)).WithFallback(HoconFiles.Load("cluster", "akkachat"))
        : HoconFiles.Load("single", "akkachat");

    // JSON is HOCON, and its strings are quoted safely.
    private static string Settings(ClusterOptions options) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["akka"] = new Dictionary<string, object>
        {
            ["remote"] = new Dictionary<string, object>
            {
                ["dot-netty"] = new Dictionary<string, object>
                {
                    ["tcp"] = new Dictionary<string, object>
                    {
                        ["hostname"] = options.BindAddress ?? options.Hostname,
                        ["public-hostname"] = options.Hostname,
                        ["port"] = options.Port,
                        ["enable-ssl"] = options.Tls.IsOn,
                    },
                },
            },
            ["cluster"] = new Dictionary<string, object> { ["roles"] = options.Roles },
        },
    });
}
