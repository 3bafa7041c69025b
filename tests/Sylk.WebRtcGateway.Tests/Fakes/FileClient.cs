using System.Net;
using System.Net.Http.Headers;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>Sends and fetches files, as the page of a browser or as some other program.</summary>
internal sealed class FileClient(Uri server, CookieContainer? cookies = null) : IDisposable
{
    public const string Root = "/webrtcgateway/filetransfer";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server };

    /// <summary>The page that uploads; <c>null</c>: the browser says nothing of it.</summary>
    public string? Origin { get; init; }

    /// <summary>Sends a file, or the part that the range says.</summary>
    public Task<FileAnswer> PostAsync(string url, byte[] content, string type = "image/png", string? range = null, bool isChunked = false)
    {
        HttpContent body = isChunked ? new StreamContent(new OneWay(content)) : new ByteArrayContent(content);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        body.Headers.ContentLength = isChunked ? null : content.Length;
        if (range is not null)
        {
            body.Headers.ContentRange = ContentRangeHeaderValue.Parse(range);
        }

        return SendAsync(new(HttpMethod.Post, url) { Content = body });
    }

    public Task<FileAnswer> GetAsync(string url, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, url, headers);

    public Task<FileAnswer> SendAsync(HttpMethod method, string url, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, url);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private async Task<FileAnswer> SendAsync(HttpRequestMessage request)
    {
        if (cookies?.GetCookieHeader(new(server, "/webrtcgateway/")) is { Length: > 0 } cookie)
        {
            request.Headers.Add("Cookie", cookie);
        }

        if (Origin is not null)
        {
            request.Headers.Add("Origin", Origin);
        }

        using (request)
        {
            using var response = await _http.SendAsync(request).WaitAsync(Deadline.Time);
            var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
            return new((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), headers);
        }
    }

    /// <summary>A stream whose length nobody knows.</summary>
    private sealed class OneWay(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}

internal sealed record FileAnswer(int Status, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    public string? this[string header] => Headers.GetValueOrDefault(header);
}
