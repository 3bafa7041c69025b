using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Files;

/// <summary>Where files are fetched from, by those who have the URL.</summary>
internal sealed class DownloadPages(SignedUrls urls, KeptFiles files)
{
    /// <summary>What browsers may show by themselves: pictures and films, nothing that runs.</summary>
    private static readonly Dictionary<string, string> Shown = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".gif"] = "image/gif",
        [".mov"] = "video/quicktime",
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
    };

    public async Task GetAsync(HttpContext http)
    {
        FileHeaders.Share(http.Response);
        if (FilePath.Of(http.Request) is not { } path || !urls.IsAllowed(http.Request, SignedUrls.Download, path))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        try
        {
            if (await files.FindAsync(path.TransferId) is { } record && FileSender.PathOf(record) == path && files.Open(record) is { } file)
            {
                await SendAsync(http, record, file);
            }
            else
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
            }
        }
        catch (StoreException) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "10";
        }
    }

    /// <summary>Sends the file, or the range that is asked for (RFC 9110 section 14).</summary>
    private static Task SendAsync(HttpContext http, FileRecord record, FileInfo file)
    {
        var type = Shown.GetValueOrDefault(Path.GetExtension(record.FileName));
        var disposition = new ContentDispositionHeaderValue(type is null ? "attachment" : "inline");
        disposition.SetHttpFileName(record.FileName);
        var headers = http.Response.Headers;
        headers.ContentDisposition = disposition.ToString();
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox";
        headers.CacheControl = "private, max-age=86400";
        headers["Referrer-Policy"] = "no-referrer";
        return Results.File(
            file.FullName,
            type ?? "application/octet-stream",
            entityTag: new($"\"{record.Hash.Replace(":", "", StringComparison.Ordinal)}\""),
            enableRangeProcessing: true).ExecuteAsync(http);
    }
}
