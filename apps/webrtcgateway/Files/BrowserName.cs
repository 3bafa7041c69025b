using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Sylk.WebRtcGateway.Files;

/// <summary>The secret name of a browser, a cookie that its WebSocket brings along: whoever has it may send files for the accounts
/// that are authenticated on the browser's connections.</summary>
/// <remarks>All pages of a browser share it, and keep it as long as the browser lives: were each connection to make a new one, a
/// second page would take the first one's permission away.</remarks>
internal sealed class BrowserName(SecretKey key, Func<Uri> publicUrl)
{
    public const string Cookie = "sylk_browser";

    private const string Purpose = "browser";
    private const int RandomBytes = 24;

    /// <summary>Finds the name of the browser that opens a WebSocket; gives it one if it has none. A page of another origin gets a
    /// name that nobody ever learns: its browser may have one already, for our own pages.</summary>
    public string Ensure(HttpContext http)
    {
        if (Of(http.Request) is { } known)
        {
            return known;
        }

        var random = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var name = $"{random}.{key.Sign(Purpose, random)}";
        if (!IsSameOrigin(http.Request))
        {
            return name;
        }

        http.Response.Cookies.Append(Cookie, name, new()
        {
            HttpOnly = true,
            IsEssential = true,
            Path = "/webrtcgateway",
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps || publicUrl().Scheme == Uri.UriSchemeHttps,
        });
        return name;
    }

    /// <summary>The name a request brings, if it is one that we have given. A page of another origin does not speak for the browser.</summary>
    public string? Of(HttpRequest request) =>
        request.Cookies[Cookie] is { Length: < 200 } name
        && name.Split('.') is [var random, var signature]
        && key.IsSigned(signature, Purpose, random)
        && IsSameOrigin(request)
            ? name
            : null;

    private bool IsSameOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            || origin.Equals(publicUrl().GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
    }
}
