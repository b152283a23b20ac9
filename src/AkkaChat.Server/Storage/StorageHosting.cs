using Akka.Actor;
using AkkaChat.Server.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Storage;

/// <summary>Registration of this folder.</summary>
internal static class StorageHosting
{
    /// <summary>
    /// Registers the store and its pipelines. The store is not open yet: <see cref="IChatStore.OpenAsync"/> comes before
    /// the first use. The pipelines need an <see cref="ActorSystem"/>.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="settings">The section <c>AkkaChat:Storage</c>.</param>
    /// <param name="dataDirectory">Where files are kept.</param>
    public static IServiceCollection AddStorage(
        this IServiceCollection services, IConfiguration settings, string dataDirectory)
    {
        services.AddOptions<StorageOptions>().Bind(settings).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<StorageOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StorageMetrics>();
        services.AddSingleton<IChatStore>(provider => provider.GetRequiredService<StorageOptions>().Provider switch
        {
            StorageProvider.Sqlite => ActivatorUtilities.CreateInstance<SqliteStore>(provider, dataDirectory),
            var other => throw new StoreStartException($"AkkaChat:Storage:Provider is {other}, which this version does not have."),
        });
        services.AddSingleton<WritePipeline>();
        services.AddSingleton<ReadPipeline>();
        return services;
    }
}
