using AkkaChat.Server.Start;
using AkkaChat.Server.Storage.Postgres;
using AkkaChat.Server.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Storage;

/// <summary>Registration of this folder.</summary>
internal static class StorageHosting
{
    /// <summary>Adds the store, opened before anything that is added later starts, and its pipelines.</summary>
    public static void AddAkkaChatStorage(this WebApplicationBuilder builder, SettingsReader settings, ServerOptions server)
    {
        var options = settings.Read<StorageOptions>(StorageOptions.Section);
        var services = builder.Services;
        services.AddSingleton(Options.Create(options));
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StorageMetrics>();
        services.AddSingleton<IChatStore>(provider => options.Provider switch
        {
            StorageProvider.Sqlite => ActivatorUtilities.CreateInstance<SqliteStore>(provider, server.DataDirectory),
            StorageProvider.Postgres => ActivatorUtilities.CreateInstance<PostgresStore>(
                provider, builder.Configuration.GetConnectionString(PostgresStore.ConnectionName) ?? ""),
            var other => throw new StoreStartException($"AkkaChat:Storage:Provider is {other}, which this version does not have."),
        });
        services.AddSingleton<WritePipeline>();
        services.AddSingleton<ReadPipeline>();
        services.AddSingleton<StoreOpener>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreOpener>());
    }
}
