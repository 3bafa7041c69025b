using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Files;

/// <summary>Where files are sent to.</summary>
internal sealed class UploadPages(FilesSettings settings, UploadPermission permission, Uploads uploads, KeptFiles files, FileSender sender, TimeProvider time, ILogger logger)
{
    private const string Type = "application/octet-stream";
    private const int MaxType = 255;

    public async Task PostAsync(HttpContext http)
    {
        FileHeaders.Share(http.Response);
        try
        {
            var (status, text) = await ReceiveAsync(http);
            await AnswerAsync(http, status, text);
        }
        catch (UploadException e) when (e.Failure == UploadFailure.Interrupted)
        {
            // There may be no end to what still comes.
            http.Abort();
        }
        catch (UploadException e)
        {
            await RefuseAsync(http, e.Failure);
        }
        catch (StoreException)
        {
            http.Response.Headers.RetryAfter = "10";
            await AnswerAsync(http, StatusCodes.Status503ServiceUnavailable, "Storage is not available, try again");
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(http, e.StatusCode, "The upload broke off");
        }
        catch (IOException e) when (!http.RequestAborted.IsCancellationRequested && e is not Microsoft.AspNetCore.Connections.ConnectionResetException)
        {
            logger.LogFileNotWritten(e.Message);
            await AnswerAsync(http, StatusCodes.Status507InsufficientStorage, "The file cannot be stored");
        }
    }

    /// <summary>Ends an upload and removes what is here of it; only its sender may.</summary>
    public async Task CancelAsync(HttpContext http)
    {
        var id = http.Request.RouteValues["transfer_id"] as string ?? "";
        if (!FilePath.IsId(id))
        {
            await AnswerAsync(http, StatusCodes.Status403Forbidden, "Forbidden");
        }
        else if (uploads.Find(id) is not { } upload)
        {
            await AnswerAsync(http, StatusCodes.Status200OK, $"No active upload with transfer_id {id}\n");
        }
        else if (!permission.IsGiven(http.Request, upload.Path, upload.Sender))
        {
            await AnswerAsync(http, StatusCodes.Status403Forbidden, "Forbidden");
        }
        else
        {
            var isCancelled = await uploads.EndAsync(upload);
            await AnswerAsync(http, StatusCodes.Status200OK, isCancelled ? $"Cancelled upload {id}\n" : $"No active upload with transfer_id {id}\n");
        }
    }

    private async Task<(int Status, string Text)> ReceiveAsync(HttpContext http)
    {
        if (PathOf(http.Request) is not { } path || !permission.IsGiven(http.Request, path, AddressText.ToAccount(path.Sender)))
        {
            return (StatusCodes.Status403Forbidden, "Forbidden");
        }

        if (http.Request.ContentLength is null)
        {
            return (StatusCodes.Status411LengthRequired, "The length of the file must be stated");
        }

        if (ContentPart.Of(http.Request) is not { } part)
        {
            return (StatusCodes.Status400BadRequest, "Content-Range and Content-Length do not agree");
        }

        if (part.Size > settings.MaxBytes)
        {
            return (StatusCodes.Status413PayloadTooLarge, $"Files may have {settings.MaxBytes} bytes");
        }

        var account = AddressText.ToAccount(path.Sender);
        if (await files.FindAsync(path.TransferId) is { } known)
        {
            return await RepeatAsync(known, account, part, http.RequestAborted);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = part.Length;
        }

        return await ReceiveAsync(http, await UploadOfAsync(path, account, part), part);
    }

    private async Task<(int Status, string Text)> ReceiveAsync(HttpContext http, Upload upload, ContentPart part)
    {
        try
        {
            if (await upload.ReceiveAsync(http.Request.BodyReader, part.Offset, new(settings.MaxBytesPerSecond, time), http.RequestAborted) is not { } hash)
            {
                http.Response.Headers.Range = $"bytes=0-{upload.Received - 1}";
                return (StatusCodes.Status202Accepted, "Go on");
            }

            await sender.SendAsync(upload, TypeOf(http.Request), hash);
            return (StatusCodes.Status200OK, "OK");
        }
        finally
        {
            if (upload.HasEnded)
            {
                await uploads.EndAsync(upload);
            }
        }
    }

    /// <summary>A file that is here already was sent again because its sender did not hear so: he is told, and so is everybody if
    /// that had failed.</summary>
    private async Task<(int Status, string Text)> RepeatAsync(FileRecord known, AccountAddress account, ContentPart part, CancellationToken cancellationToken)
    {
        if (known.Sender != account || known.Size != part.Size)
        {
            return (StatusCodes.Status409Conflict, "The transfer id is in use");
        }

        await sender.TellAsync(known, cancellationToken);
        return (StatusCodes.Status200OK, "OK");
    }

    private async Task<Upload> UploadOfAsync(FilePath path, AccountAddress account, ContentPart part)
    {
        if (part.Offset == 0)
        {
            return await uploads.BeginAsync(path, account, AddressText.ToAccount(path.Receiver), part.Size);
        }

        return uploads.Find(path.TransferId) is { } upload && upload.Path == path && upload.Size == part.Size
            ? upload
            : throw new UploadException(UploadFailure.WrongPart);
    }

    private async Task RefuseAsync(HttpContext http, UploadFailure failure)
    {
        switch (failure)
        {
            case UploadFailure.WrongPart:
                if (PathOf(http.Request) is { } path && uploads.Find(path.TransferId) is { Received: > 0 } upload && upload.Path == path)
                {
                    http.Response.Headers.Range = $"bytes=0-{upload.Received - 1}";
                }

                await AnswerAsync(http, StatusCodes.Status416RangeNotSatisfiable, "Another part comes next");
                break;
            case UploadFailure.TooMany:
                http.Response.Headers.RetryAfter = "10";
                await AnswerAsync(http, StatusCodes.Status429TooManyRequests, "Too many uploads");
                break;
            case UploadFailure.OverQuota:
                await AnswerAsync(http, StatusCodes.Status413PayloadTooLarge, $"All files together may have {settings.QuotaBytes} bytes");
                break;
            default:
                await AnswerAsync(http, StatusCodes.Status409Conflict, "The transfer id is in use");
                break;
        }
    }

    private static FilePath? PathOf(HttpRequest request)
    {
        try
        {
            return FilePath.Of(request)?.WithAddresses();
        }
        catch (RequestException)
        {
            return null;
        }
    }

    private static string TypeOf(HttpRequest request) =>
        request.ContentType is { Length: > 0 and <= MaxType } type && type.Contains('/', StringComparison.Ordinal) && !type.Any(c => c is < ' ' or > '~') ? type : Type;

    private static async Task AnswerAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        if (status >= 400)
        {
            // The rest of the file is not waited for.
            http.Response.Headers.Connection = "close";
        }

        await http.Response.WriteAsync(text);
    }
}
