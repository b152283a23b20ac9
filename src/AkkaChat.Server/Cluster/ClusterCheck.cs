using AkkaChat.Server.Start;

namespace AkkaChat.Server.Cluster;

/// <summary>Whether the cluster settings and the store fit together.</summary>
internal static class ClusterCheck
{
    private const string ProviderKey = "AkkaChat:Storage:Provider";
    private const string ConnectionKey = "ConnectionStrings:AkkaChat";
    private const string SigningKeyKey = "AkkaChat:Auth:SigningKey";
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

        if (cluster.Enabled && string.IsNullOrWhiteSpace(configuration[SigningKeyKey]))
        {
            throw new SettingException(
                $"{ClusterOptions.Section}:{nameof(ClusterOptions.Enabled)} is true, which needs {SigningKeyKey}: "
                + "the nodes of a cluster believe each other's tokens. Make one with: openssl rand -base64 32");
        }

        if (cluster.Tls.IsPartial)
        {
            throw new SettingException(
                $"{ClusterOptions.Section}:{nameof(ClusterOptions.Tls)} needs {nameof(TlsOptions.CertificateFile)}, "
                + $"{nameof(TlsOptions.KeyFile)} and {nameof(TlsOptions.AuthorityFile)}, or none of them.");
        }

        if (cluster.SeedService is not null && cluster.Seeds.Length > 0)
        {
            throw new SettingException(
                $"{ClusterOptions.Section}:{nameof(ClusterOptions.Seeds)} and :{nameof(ClusterOptions.SeedService)} can't both be "
                + "given: nodes are found by the one or by the other.");
        }
    }
}
