using AkkaChat.Protocol;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AkkaChat.Server.Media;

/// <summary>
/// Reads a form with one file, part by part, straight into a draft: nothing of it is ever in memory as a whole. Fields beside
/// the file are read over.
/// </summary>
/// <param name="options">How large a file of each sort may be.</param>
internal sealed class UploadForm(MediaOptions options)
{
    /// <summary>How much a form may have besides its file, in bytes.</summary>
    public const int MaxExtraBytes = 64 * 1024;

    private const int MaxBoundaryChars = 200;
    private const int MaxParts = 32;
    private const int CopyBytes = 64 * 1024;

    /// <summary>Reads it.</summary>
    /// <param name="request">The request, of which nothing was read.</param>
    /// <param name="draft">Gets the file.</param>
    /// <param name="stop">Calls it off.</param>
    /// <exception cref="BadHttpRequestException">The body is too large, or the client broke off.</exception>
    public async Task<UploadedFile> ReadAsync(HttpRequest request, UploadDraft draft, CancellationToken stop)
    {
        if (BoundaryOf(request.ContentType) is not { } boundary)
        {
            return new UploadedFile(ErrorCode.BadFrame);
        }

        try
        {
            return await ReadPartsAsync(new MultipartReader(boundary, request.Body), draft, stop);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return new UploadedFile(ErrorCode.BadFrame);
        }
    }

    private static string? BoundaryOf(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        return boundary.Length is > 0 and <= MaxBoundaryChars ? boundary.ToString() : null;
    }

    private async Task<UploadedFile> ReadPartsAsync(MultipartReader parts, UploadDraft draft, CancellationToken stop)
    {
        UploadedFile? file = null;
        var extra = 0L;
        for (var count = 0; await parts.ReadNextSectionAsync(stop) is { } part; count++)
        {
            if (count == MaxParts || !ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition))
            {
                return new UploadedFile(ErrorCode.BadFrame);
            }

            if (!disposition.IsFileDisposition())
            {
                extra += await SkipAsync(part.Body, MaxExtraBytes - extra, stop);
                if (extra > MaxExtraBytes)
                {
                    return new UploadedFile(ErrorCode.TooLarge);
                }

                continue;
            }

            if (file is not null)
            {
                return new UploadedFile(ErrorCode.BadFrame); // two of them
            }

            file = await ReadFileAsync(part.Body, UploadName.Of(disposition), draft, stop);
            if (file.Fault is not null)
            {
                return file;
            }
        }

        return file ?? new UploadedFile(ErrorCode.BadFrame);
    }

    private async Task<UploadedFile> ReadFileAsync(Stream body, string? name, UploadDraft draft, CancellationToken stop)
    {
        var buffer = new byte[CopyBytes];
        var count = await body.ReadAtLeastAsync(buffer, MediaTypes.HeadBytes, throwOnEndOfStream: false, stop);
        if (count == 0)
        {
            return new UploadedFile(ErrorCode.BadFrame);
        }

        var type = MediaTypes.Of(buffer.AsSpan(0, Math.Min(count, MediaTypes.HeadBytes)));
        var most = options.MaxBytesOf(type.Kind);
        if (most == 0)
        {
            return new UploadedFile(ErrorCode.ContentRejected);
        }

        for (; count > 0; count = await body.ReadAsync(buffer, stop))
        {
            if (draft.Length + count > most)
            {
                return new UploadedFile(ErrorCode.TooLarge);
            }

            await draft.WriteAsync(buffer.AsMemory(0, count), stop);
        }

        return new UploadedFile(type, name);
    }

    private static async Task<long> SkipAsync(Stream body, long most, CancellationToken stop)
    {
        var buffer = new byte[4096];
        var skipped = 0L;
        for (var count = -1; count != 0 && skipped <= most;)
        {
            count = await body.ReadAsync(buffer, stop);
            skipped += count;
        }

        return skipped;
    }
}
