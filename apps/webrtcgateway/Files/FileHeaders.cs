using Microsoft.AspNetCore.Http;

namespace Sylk.WebRtcGateway.Files;

/// <summary>Headers of all answers about files.</summary>
internal static class FileHeaders
{
    /// <summary>Lets pages of all origins in (Fetch standard, section 3.3). Cookies do not come along then; a URL does.</summary>
    public static void Share(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlAllowHeaders = "content-type, content-range";
        response.Headers.AccessControlAllowMethods = "GET, HEAD, POST, OPTIONS";
        response.Headers.AccessControlExposeHeaders = "Range";
    }

    /// <summary>Answers a preflight.</summary>
    public static Task PreflightAsync(HttpContext http)
    {
        Share(http.Response);
        return http.Response.WriteAsync("OK");
    }
}
