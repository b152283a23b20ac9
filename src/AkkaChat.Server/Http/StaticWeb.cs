using System.Net.Mime;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace AkkaChat.Server.Http;

/// <summary>
/// The browser client: files beside the program, asked for anew each time but sent only when they changed.
/// </summary>
internal static class StaticWeb
{
    /// <summary>Where the files are.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>
    /// Serves the files of <paramref name="root"/>, if there are any, before routing; a WebSocket upgrade passes through
    /// to the endpoints.
    /// </summary>
    public static void UseStaticWeb(this IApplicationBuilder app, string root)
    {
        if (!Directory.Exists(root))
        {
            return;
        }

        var files = new PhysicalFileProvider(root);
        app.UseWhen(
            static context => context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true },
            web =>
            {
                web.UseDefaultFiles(
                    new DefaultFilesOptions { FileProvider = files, DefaultFileNames = ["index.html"] });
                web.UseStaticFiles(new StaticFileOptions
                {
                    FileProvider = files,
                    ContentTypeProvider = Types(),
                    OnPrepareResponse = static file => file.Context.Response.Headers.CacheControl = "no-cache",
                });
            });
    }

    private static FileExtensionContentTypeProvider Types()
    {
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".html"] = "text/html; charset=utf-8";
        types.Mappings[".css"] = "text/css; charset=utf-8";
        types.Mappings[".js"] = "text/javascript; charset=utf-8";
        types.Mappings[".mjs"] = "text/javascript; charset=utf-8";
        types.Mappings[".json"] = MediaTypeNames.Application.Json;
        types.Mappings[".webmanifest"] = MediaTypeNames.Application.Manifest;
        types.Mappings[".svg"] = MediaTypeNames.Image.Svg;
        return types;
    }
}
