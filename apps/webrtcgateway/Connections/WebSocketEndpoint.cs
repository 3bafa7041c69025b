using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sylk.Abstractions;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>The opening handshake.</summary>
internal sealed class WebSocketEndpoint(IApplicationContext context, WebRtcGatewaySettings settings)
{
    private const string Protocol = "sylkRTC-2";

    private readonly ConcurrentDictionary<Connection, Task> _connections = [];
    private readonly OriginRule _origins = new(settings.Origins);

    public async Task HandleAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(http, StatusCodes.Status426UpgradeRequired, "This is a WebSocket address");
        }
        else if (http.Request.Path.Value!.EndsWith('/'))
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, "Not Found");
        }
        else if (_origins.Refuse(http.Request.Headers.Origin.Count == 0 ? null : http.Request.Headers.Origin.ToString()) is { } reason)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, reason);
        }
        else if (!http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol))
        {
            await RefuseAsync(http, StatusCodes.Status406NotAcceptable, "No compatible protocol specified");
        }
        else if (context.Stopping.IsCancellationRequested)
        {
            await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, "Backend is not connected");
        }
        else
        {
            await ServeAsync(http);
        }
    }

    private async Task ServeAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = Protocol,
            KeepAliveInterval = settings.PingInterval,
            KeepAliveTimeout = settings.PingInterval / 2,
        });
        var connection = new Connection(new BrowserSocket(socket, settings.MaxMessageBytes, settings.SendQueue), context, settings);
        var running = connection.RunAsync(http.RequestAborted);
        _connections.TryAdd(connection, running);
        try
        {
            await running;
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }

    /// <summary>Completes when every connection has ended.</summary>
    public Task EndedAsync() => Task.WhenAll(_connections.Values);

    private static async Task RefuseAsync(HttpContext http, int statusCode, string phrase)
    {
        http.Response.StatusCode = statusCode;
        http.Response.Headers.Connection = "close";
        if (http.Features.Get<IHttpResponseFeature>() is { } response && phrase.All(c => c is >= ' ' and < '\x7f'))
        {
            response.ReasonPhrase = phrase;
        }

        if (statusCode == StatusCodes.Status426UpgradeRequired)
        {
            http.Response.Headers.Upgrade = "websocket";
        }

        await http.Response.CompleteAsync();
    }
}
