using System.Security.Claims;
using AkkaChat.Protocol;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Media;

/// <summary>Uploading files, and signed addresses of them (protocol §12).</summary>
internal static class MediaEndpoints
{
    /// <summary>Most files whose addresses are given at once.</summary>
    public const int MaxUrls = 100;

    /// <summary>Maps the endpoints below <paramref name="api"/>.</summary>
    public static void MapMedia(this IEndpointRouteBuilder api)
    {
        var options = api.ServiceProvider.GetRequiredService<IOptions<MediaOptions>>().Value;
        var media = api.MapGroup("/media").WithTags("Media").RequireAuthorization();
        media.MapPost("/", PostAsync)
            .WithName("uploadMedia")
            .WithSummary("Takes one file as multipart/form-data, as wx.uploadFile sends it.")
            .Accepts<MediaForm>("multipart/form-data")
            .Produces<MediaBody>()
            .ProducesErrors(
                ErrorCode.BadFrame,
                ErrorCode.Unauthorized,
                ErrorCode.TooLarge,
                ErrorCode.ContentRejected,
                ErrorCode.RateLimited,
                ErrorCode.Unavailable)
            .RequireRateLimiting(UploadLimit.Policy)
            .WithMetadata(new RequestSizeLimitAttribute((long)options.MaxBytes + UploadForm.MaxExtraBytes))
            .WithRequestTimeout(new RequestTimeoutPolicy
            {
                Timeout = options.UploadTimeout,
                TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            });
        media.MapGet("/{id}/url", GetUrlAsync)
            .WithName("signMedia")
            .WithSummary("Gives an address of a file that is good for a while without a token.")
            .Produces<MediaUrlBody>()
            .ProducesErrors(ErrorCode.Unauthorized, ErrorCode.NotFound, ErrorCode.Unavailable);
        media.MapPost("/urls", PostUrlsAsync)
            .WithName("signManyMedia")
            .WithSummary("Gives such addresses of many files; those that the user may not get are left out.")
            .Accepts<MediaIdsBody>("application/json")
            .Produces<MediaUrlListBody>()
            .ProducesErrors(ErrorCode.BadFrame, ErrorCode.Unauthorized, ErrorCode.TooLarge, ErrorCode.Unavailable);
    }

    private static async Task<IResult> PostAsync(
        HttpContext context, ClaimsPrincipal principal, Uploads uploads, CancellationToken stop)
    {
        if (AccessTokens.UserOf(principal) is not { } user)
        {
            return new Problem(ErrorCode.Unauthorized);
        }

        return await uploads.TakeAsync(context.Request, user, stop) switch
        {
            UploadOutcome.Kept kept => TypedResults.Json(BodyOf(kept.Media), HttpJson.Shared.MediaBody),
            UploadOutcome.Refused refused => new Problem(refused.Code, refused.RetryAfter),
            var other => throw new InvalidOperationException($"unknown outcome {other}"),
        };
    }

    private static async Task<IResult> GetUrlAsync(
        ClaimsPrincipal principal, IMediaIndex index, MediaSigner signer, string id, CancellationToken stop)
    {
        if (AccessTokens.UserOf(principal) is not { } user)
        {
            return new Problem(ErrorCode.Unauthorized);
        }

        return MediaId.TryParse(id, out var media) && await index.FindReadableAsync([media], user, stop) is [var found]
            ? TypedResults.Json(UrlOf(found, signer), HttpJson.Shared.MediaUrlBody)
            : new Problem(ErrorCode.NotFound);
    }

    private static async Task<IResult> PostUrlsAsync(
        HttpContext context, ClaimsPrincipal principal, IMediaIndex index, MediaSigner signer, CancellationToken stop)
    {
        if (AccessTokens.UserOf(principal) is not { } user)
        {
            return new Problem(ErrorCode.Unauthorized);
        }

        var body = await JsonBody.ReadAsync(context.Request, HttpJson.Shared.MediaIdsBody, stop);
        if (body?.Ids is not { } ids)
        {
            return new Problem(ErrorCode.BadFrame);
        }

        if (ids.Count > MaxUrls)
        {
            return new Problem(ErrorCode.TooLarge);
        }

        var asked = new List<MediaId>();
        foreach (var text in ids)
        {
            if (MediaId.TryParse(text, out var media) && !asked.Contains(media))
            {
                asked.Add(media);
            }
        }

        var found = (await index.FindReadableAsync(asked, user, stop)).ToDictionary(media => media.Id);
        var urls = asked.Where(found.ContainsKey).Select(media => UrlOf(found[media], signer));
        return TypedResults.Json(new MediaUrlListBody([.. urls]), HttpJson.Shared.MediaUrlListBody);
    }

    private static MediaBody BodyOf(MediaRecord media) => new(
        MediaPath.Of(media.Id),
        media.Mime,
        media.Size,
        media.Width,
        media.Height,
        media.HasThumb ? MediaPath.Of(media.Id, MediaVariant.Thumb) : null);

    private static MediaUrlBody UrlOf(MediaRecord media, MediaSigner signer)
    {
        var expiry = signer.NextExpiry();
        return new MediaUrlBody(
            media.Id.Value,
            signer.Sign(media.Id, MediaVariant.Original, expiry),
            media.HasThumb ? signer.Sign(media.Id, MediaVariant.Thumb, expiry) : null,
            expiry.ToUnixTimeMilliseconds());
    }
}
