using Microsoft.AspNetCore.Http;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;

namespace Sylk.WebRtcGateway.Files;

/// <summary>Who may send a file: a browser on one of whose connections the sender is authenticated at this moment, or whoever was
/// given a URL for it.</summary>
internal sealed class UploadPermission(AccountDevices devices, BrowserName browsers, SignedUrls urls)
{
    public bool IsGiven(HttpRequest request, FilePath path, AccountAddress sender) =>
        urls.IsAllowed(request, SignedUrls.Upload, path)
        || (browsers.Of(request) is { } browser && devices.Of(sender).Any(d => d.Browser == browser));
}
