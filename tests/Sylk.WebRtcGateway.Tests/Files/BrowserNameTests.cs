using Microsoft.AspNetCore.Http;
using Sylk.WebRtcGateway.Files;

namespace Sylk.WebRtcGateway.Tests.Files;

public sealed class BrowserNameTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-name").FullName;

    [Theory]
    [InlineData("https://phone.test", true)]
    [InlineData("http://phone.test", false)]
    public void Where_the_page_is_secure_so_is_the_cookie(string publicUrl, bool isSecure)
    {
        var http = new DefaultHttpContext();
        var name = Names(publicUrl).Ensure(http);
        var cookie = http.Response.Headers.SetCookie.ToString();
        Assert.StartsWith($"sylk_browser={name}; path=/webrtcgateway;", cookie, StringComparison.Ordinal);
        Assert.Equal(isSecure, cookie.Contains("; secure", StringComparison.Ordinal));
        Assert.EndsWith("; samesite=lax; httponly", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://10.0.0.1:10888", true)]
    [InlineData("https://phone.test", true)]
    [InlineData("https://phone.test:8443", false)]
    [InlineData("https://other.phone.test", false)]
    [InlineData("null", false)]
    public void A_page_of_another_origin_does_not_speak_for_the_browser(string? origin, bool isHeard)
    {
        var names = Names("https://phone.test/");
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = $"sylk_browser={names.Ensure(http)}";
        http.Request.Scheme = "http";
        http.Request.Host = new("10.0.0.1:10888");
        http.Request.Headers.Origin = origin;
        Assert.Equal(isHeard, names.Of(http.Request) is not null);

        // Nor does it change what the browser has.
        http.Response.Headers.SetCookie = default;
        names.Ensure(http);
        Assert.Equal(0, http.Response.Headers.SetCookie.Count);
        http.Request.Headers.Cookie = default;
        names.Ensure(http);
        Assert.Equal(isHeard ? 1 : 0, http.Response.Headers.SetCookie.Count);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private BrowserName Names(string publicUrl) => new(SecretKey.Open(Path.Combine(_directory, "url.key")), () => new(publicUrl));
}
