using AkkaChat.Server.Start;

namespace AkkaChat.Server.Cluster;

/// <summary>Whether the cluster settings and the store fit together.</summary>
internal static class ClusterCheck
{
    private const string ProviderKey = "AkkaChat:Storage:Provider";
    private const string ConnectionKey = "ConnectionStrings:AkkaChat";
    private const string Sqlite = "Sqlite";
    private const string Postgres = "Postgres";

    /// <summary>Stops the start where they don't.</summary>
    /// <exception cref="SettingException">They don't.</exception>
    public static void Run(ClusterOptions cluster, IConfiguration configuration)
    {
        var provider = configuration[ProviderKey] ?? Sqlite;
        var isPostgres = provider.Equals(Postgres, StringComparison.OrdinalIgnoreCase);
        if (!isPostgres && !provider.Equals(Sqlite, StringComparison.OrdinalIgnoreCase))
        {
            throw new SettingException($"{ProviderKey} is '{provider}'; it must be {Sqlite} or {Postgres}.");
        }

        if (cluster.Enabled && !isPostgres)
        {
            throw new SettingException(
                $"{ClusterOptions.Section}:{nameof(ClusterOptions.Enabled)} is true, which needs {ProviderKey}={Postgres}: "
                + "the nodes of a cluster share one database.");
        }

        if (isPostgres && string.IsNullOrWhiteSpace(configuration[ConnectionKey]))
        {
            throw new SettingException($"{ProviderKey} is {Postgres}, which needs {ConnectionKey}: where the database is.");
        }

        if (cluster.Enabled)
        {
            throw new SettingException(
                $"{ClusterOptions.Section}:{nameof(ClusterOptions.Enabled)} is true, which this version can't do yet; "
                + "leave it at false.");
        }
    }
}
