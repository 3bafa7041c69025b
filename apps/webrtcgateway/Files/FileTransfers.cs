using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sylk.Abstractions;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Files;

/// <summary>Files that people send each other: they come and go over HTTP, and messages tell of them.</summary>
internal sealed class FileTransfers : IAsyncDisposable
{
    private static readonly TimeSpan UploadTime = TimeSpan.FromHours(1);

    private readonly SignedUrls _urls;
    private readonly Uploads _uploads;
    private readonly UploadPages _uploadPages;
    private readonly DownloadPages _downloadPages;
    private readonly FileHousekeeping _housekeeping;
    private readonly TimeProvider _time;

    public FileTransfers(IApplicationContext context, FilesSettings settings, AccountDevices devices, SecretKey key, FileVault vault, KeptFiles files, FileMessages messages)
    {
        _time = context.Time;
        _urls = new(key, () => context.Server.PublicUrl, _time);
        Browsers = new(key, () => context.Server.PublicUrl);
        _uploads = new(settings, context.Store.Files, vault, _time);
        _uploadPages = new(settings, new(devices, Browsers, _urls), _uploads, files, new(settings, files, _urls, messages, _time, context.Logger), _time, context.Logger);
        _downloadPages = new(_urls, files);
        _housekeeping = new(settings, files, vault, _uploads, _time, context.Logger);
    }

    /// <summary>Knows browsers again.</summary>
    public BrowserName Browsers { get; }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(FilePath.Pattern, _uploadPages.PostAsync);
        routes.MapMethods(FilePath.Pattern, ["GET", "HEAD"], _downloadPages.GetAsync);
        routes.MapMethods(FilePath.Pattern, ["OPTIONS"], FileHeaders.PreflightAsync);
        routes.MapMethods("/webrtcgateway/filetransfer/cancel/{transfer_id}", ["GET", "POST"], _uploadPages.CancelAsync);
    }

    /// <summary>Gives an authenticated account the URL to which a file can be sent, by whatever program.</summary>
    /// <exception cref="RequestException">Not a file of that name.</exception>
    public UploadReadyEvent Prepare(AccountPrepareUploadRequest request)
    {
        if (!FilePath.IsId(request.TransferId))
        {
            throw new RequestException($"Invalid value for 'transfer_id' property: '{request.TransferId}'");
        }

        if (!FilePath.IsName(request.FileName))
        {
            throw new RequestException($"Invalid value for 'filename' property: '{request.FileName}'");
        }

        var expires = _time.GetUtcNow() + UploadTime;
        return new("", request.TransferId, _urls.Make(SignedUrls.Upload, new(request.Account, request.Uri, request.TransferId, request.FileName), expires), expires);
    }

    public async ValueTask DisposeAsync()
    {
        await _housekeeping.DisposeAsync();
        await _uploads.EndAllAsync();
    }
}
