using AkkaChat.Protocol;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Start;
using AkkaChat.Server.Storage;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Media;

/// <summary>Registration of this folder.</summary>
internal static class MediaHosting
{
    private const string DefaultFolder = "media";

    /// <summary>Adds uploads, what serves them and what clears them away.</summary>
    /// <exception cref="SettingException">A setting is bad, or a cluster has no directory that its nodes share.</exception>
    public static void AddAkkaChatMedia(this WebApplicationBuilder builder, SettingsReader settings, ServerOptions server)
    {
        var options = settings.Read<MediaOptions>(MediaOptions.Section);
        if (options is { Enabled: true, Directory: null } && settings.Read<ClusterOptions>(ClusterOptions.Section).Enabled)
        {
            throw new SettingException(
                $"{ClusterOptions.Section}:{nameof(ClusterOptions.Enabled)} is true, which needs "
                + $"{MediaOptions.Section}:{nameof(MediaOptions.Directory)}: a directory that all nodes share. Without one, set "
                + $"{MediaOptions.Section}:{nameof(MediaOptions.Enabled)} to false.");
        }

        var services = builder.Services;
        services.AddSingleton(Options.Create(options));
        if (!options.Enabled)
        {
            return;
        }

        services.AddSingleton<IMediaFiles>(
            _ => LocalMediaFiles.Open(options.Directory ?? Path.Combine(server.DataDirectory, DefaultFolder)));
        services.AddSingleton(provider => provider.GetRequiredService<IChatStore>().Media);
        services.AddSingleton<MediaMetrics>();
        services.AddSingleton<MediaReader>();
        services.AddSingleton<MediaSigner>();
        services.AddSingleton<Pictures>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<UploadVolume>();
        services.AddSingleton<OrphanSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<OrphanSweeper>());
        services.AddRateLimiter(limiter => limiter.AddPolicy<UserId, UploadLimit>(UploadLimit.Policy));
    }

    /// <summary>Maps what serves files, and below <paramref name="api"/> what takes them; nothing where that is off.</summary>
    public static void MapAkkaChatMedia(this WebApplication app, IEndpointRouteBuilder api)
    {
        if (app.Services.GetRequiredService<IOptions<MediaOptions>>().Value.Enabled)
        {
            api.MapMedia();
            app.MapMediaFiles();
        }
    }
}
