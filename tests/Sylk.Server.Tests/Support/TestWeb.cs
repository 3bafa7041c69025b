using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Server.Certificates;
using Sylk.Server.Configuration;
using Sylk.Server.Web;

namespace Sylk.Server.Tests.Support;

/// <summary>The web server with an application that tells what it sees of a request, at <c>/probe/seen</c>, and one that returns
/// a message, at <c>/probe/ws</c>.</summary>
internal sealed class TestWeb : IAsyncDisposable
{
    private TestWeb(WebServer server) => Server = server;

    public WebServer Server { get; }

    public static async Task<TestWeb> StartAsync(WebSettings settings, ReloadingCertificate? certificate = null)
    {
        var endpoints = new ApplicationEndpoints();
        endpoints.Publish("probe",
        [
            new RouteEndpoint(SeenAsync, RoutePatternFactory.Parse("/probe/seen"), 0, EndpointMetadataCollection.Empty, "seen"),
            new RouteEndpoint(ReturnAsync, RoutePatternFactory.Parse("/probe/ws"), 0, EndpointMetadataCollection.Empty, "ws"),
        ]);
        var web = new TestWeb(new(settings, certificate, endpoints, "Test/1", NullLoggerFactory.Instance));
        await web.Server.StartAsync(CancellationToken.None);
        web.Server.Open();
        return web;
    }

    /// <summary>Client address, scheme and host as the application sees them.</summary>
    public async Task<string> SeenAsync(params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{Server.EndPoint}/probe/seen");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static Task SeenAsync(HttpContext http) =>
        http.Response.WriteAsync($"{http.Connection.RemoteIpAddress} {http.Request.Scheme} {http.Request.Host.Host}");

    private static async Task ReturnAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, http.RequestAborted);
        await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, true, http.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, http.RequestAborted);
    }
}
