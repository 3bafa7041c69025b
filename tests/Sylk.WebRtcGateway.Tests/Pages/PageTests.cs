using System.Net;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Pages;

public sealed class PageTests
{
    [Theory]
    [InlineData("/webrtcgateway/", HttpStatusCode.OK, "text/html")]
    [InlineData("/webrtcgateway", HttpStatusCode.OK, "text/html")]
    [InlineData("/webrtcgateway/client/call.js", HttpStatusCode.OK, "text/javascript")]
    [InlineData("/webrtcgateway/icon.svg", HttpStatusCode.OK, "image/svg+xml")]
    [InlineData("/webrtcgateway/missing.js", HttpStatusCode.NotFound, null)]
    [InlineData("/webrtcgateway/..%2fSylk.WebRtcGateway.dll", HttpStatusCode.NotFound, null)]
    [InlineData("/webrtcgateway/%2e%2e/plugin.toml", HttpStatusCode.NotFound, null)]
    [InlineData("/webrtcgateway/ws", HttpStatusCode.UpgradeRequired, null)]
    public async Task The_page_is_served_and_nothing_else(string path, HttpStatusCode status, string? type)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(host.Address, path));
        Assert.Equal((status, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task An_unchanged_file_is_not_sent_again()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = new HttpClient();
        using var first = await client.GetAsync(new Uri(host.Address, "/webrtcgateway/phone.js"));
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, "/webrtcgateway/phone.js"));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }
}
