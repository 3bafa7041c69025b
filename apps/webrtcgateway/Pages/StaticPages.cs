using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Sylk.WebRtcGateway.Pages;

/// <summary>The phone page. Its files are read once, so that no request can reach any other file.</summary>
internal sealed class StaticPages
{
    private const string Index = "index.html";

    private readonly FrozenDictionary<string, StaticFile> _files;

    /// <summary>Reads the files.</summary>
    /// <param name="directory">Where they are.</param>
    public StaticPages(string directory) => _files = Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .ToFrozenDictionary(f => Path.GetRelativePath(directory, f).Replace(Path.DirectorySeparatorChar, '/'), StaticFile.Read)
        : FrozenDictionary<string, StaticFile>.Empty;

    /// <summary>Answers a request with the file named by the route value <c>path</c>.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.RouteValues["path"] as string ?? "";
        if (path.Length == 0 && !http.Request.Path.Value!.EndsWith('/'))
        {
            http.Response.Redirect(http.Request.PathBase + http.Request.Path + "/" + http.Request.QueryString);
            return;
        }

        if (!_files.TryGetValue(path.Length == 0 ? Index : path, out var file))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var headers = http.Response.Headers;
        headers.ETag = file.ETag;
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        if (http.Request.Headers[HeaderNames.IfNoneMatch].Contains(file.ETag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = file.ContentType;
        http.Response.ContentLength = file.Content.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(file.Content, http.RequestAborted);
        }
    }
}
