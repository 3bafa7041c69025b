using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Sylk.WebRtcGateway.Files;

/// <summary>URLs that are their own permission, for one thing and for a while.</summary>
internal sealed class SignedUrls(SecretKey key, Func<Uri> publicUrl, TimeProvider time)
{
    /// <summary>Permission to send a file, or to cancel that.</summary>
    public const string Upload = "upload";

    /// <summary>Permission to fetch a file.</summary>
    public const string Download = "download";

    /// <summary>Makes the URL.</summary>
    public string Make(string purpose, FilePath path, DateTimeOffset expires)
    {
        var until = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{publicUrl().ToString().TrimEnd('/')}{path.ToUrlPath()}?expires={until}&signature={Sign(purpose, path, until)}";
    }

    /// <summary>Whether a request brings the permission for a path, and it is still valid.</summary>
    public bool IsAllowed(HttpRequest request, string purpose, FilePath path) =>
        request.Query["expires"] is [{ } until]
        && request.Query["signature"] is [{ } signature]
        && key.IsSigned(signature, purpose, path.Sender, path.Receiver, path.TransferId, path.FileName, until)
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && time.GetUtcNow().ToUnixTimeSeconds() < seconds;

    private string Sign(string purpose, FilePath path, string until) => key.Sign(purpose, path.Sender, path.Receiver, path.TransferId, path.FileName, until);
}
