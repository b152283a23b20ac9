using System.Net.Mime;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace AkkaChat.Server.Http;

/// <summary>
/// The browser client: files beside the program, asked for anew each time but sent only when they changed, and packed for
/// whoever takes that.
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
                foreach (var coding in PackedFiles.Codings)
                {
                    var packed = Options(new PackedFiles(files, coding));
                    web.UseWhen(context => Takes(context.Request, coding), taking => taking.UseStaticFiles(packed));
                }

                web.UseStaticFiles(Options(files));
            });
    }

    private static StaticFileOptions Options(IFileProvider files) => new()
    {
        FileProvider = files,
        ContentTypeProvider = Types(),
        OnPrepareResponse = static answer =>
        {
            var headers = answer.Context.Response.Headers;
            headers.CacheControl = "no-cache";
            headers.Vary = HeaderNames.AcceptEncoding;
            if (answer.File is PackedFile packed)
            {
                headers.ContentEncoding = packed.Coding;
            }
        },
    };

    private static bool Takes(HttpRequest request, string coding) => request.GetTypedHeaders().AcceptEncoding
        .Any(taken => taken.Quality != 0 && taken.Value.Equals(coding, StringComparison.OrdinalIgnoreCase));

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
