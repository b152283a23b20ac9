using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Http;
using Microsoft.Net.Http.Headers;

namespace AkkaChat.Server.Media;

/// <summary>
/// Serves uploaded files: to their owners, to whom they are shown, and to whoever has a signed address. All others are told the
/// same as if there were no such file.
/// </summary>
internal static class MediaFileEndpoints
{
    /// <summary>A page that somebody uploaded may do nothing, wherever a browser shows it.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    // What is under a name never changes; it is for whoever got it, and for nobody in between.
    private const string CacheControl = "private, max-age=604800, immutable";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps them.</summary>
    public static void MapMediaFiles(this IEndpointRouteBuilder app)
    {
        var files = app.MapGroup(MediaPath.Prefix).WithTags("Media").AllowAnonymous();
        Map("/{id}", MediaVariant.Original, "getMedia", "Gives a file, or a range of it.");
        Map("/{id}/thumb", MediaVariant.Thumb, "getMediaThumb", "Gives the small picture of a file, a JPEG.");

        void Map(string path, MediaVariant variant, string name, string summary) => files
            .MapMethods(path, Methods, (HttpContext context, MediaReader reader, string id, CancellationToken stop) =>
                GetAsync(context, reader, id, variant, stop))
            .WithName(name)
            .WithSummary(summary)
            .Produces(StatusCodes.Status200OK)
            .Produces(StatusCodes.Status206PartialContent)
            .ProducesErrors(ErrorCode.Unauthorized, ErrorCode.NotFound, ErrorCode.Unavailable);
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, MediaReader reader, string id, MediaVariant variant, CancellationToken stop)
    {
        var user = AccessTokens.UserOf(context.User);
        if (user is null && context.Request.Headers.ContainsKey(HeaderNames.Authorization))
        {
            return TypedResults.Challenge(); // whatever was asked for, so that a client knows to get a new token
        }

        if (!MediaId.TryParse(id, out var asked)
            || await reader.FindAsync(asked, variant, user, context.Request.Query, stop) is not { } media
            || await reader.OpenAsync(media, variant, stop) is not { } bytes)
        {
            return new Problem(ErrorCode.NotFound);
        }

        if (context.Request.GetTypedHeaders().Range is { } range && range.Unit != "bytes")
        {
            context.Request.Headers.Remove(HeaderNames.Range); // the framework would take it for bytes
        }

        var mime = variant == MediaVariant.Thumb ? MediaType.Jpeg.Mime : media.Mime;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.CacheControl = CacheControl;
        headers.Vary = HeaderNames.Authorization;
        headers.ContentDisposition = Disposition(mime, variant == MediaVariant.Thumb ? null : media.Name);
        return TypedResults.Stream(
            bytes,
            mime,
            lastModified: DateTimeOffset.FromUnixTimeMilliseconds(media.CreatedAt),
            entityTag: new EntityTagHeaderValue($"\"{media.Id}{(variant == MediaVariant.Thumb ? "-thumb" : "")}\""),
            enableRangeProcessing: true);
    }

    private static string Disposition(string mime, string? name)
    {
        var disposition = new ContentDispositionHeaderValue(MediaTypes.IsShown(mime) ? "inline" : "attachment");
        if (name is not null)
        {
            disposition.SetHttpFileName(name);
        }

        return disposition.ToString();
    }
}
