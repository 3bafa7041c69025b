using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sylk.Abstractions;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Protocol.Version1;
using Sylk.WebRtcGateway.Protocol.Version2;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>The opening handshake.</summary>
internal sealed class WebSocketEndpoint(IApplicationContext context, WebRtcGatewaySettings settings)
{
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
        else if (ChosenProtocol(http.WebSockets.WebSocketRequestedProtocols) is not { } protocol)
        {
            await RefuseAsync(http, StatusCodes.Status406NotAcceptable, "No compatible protocol specified");
        }
        else if (context.Stopping.IsCancellationRequested)
        {
            await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, "Backend is not connected");
        }
        else
        {
            await ServeAsync(http, protocol);
        }
    }

    /// <summary>The newest version the browser offers.</summary>
    private static string? ChosenProtocol(IList<string> offered) =>
        offered.Contains(SylkRtc2.Name) ? SylkRtc2.Name : offered.Contains(SylkRtc1.Name) ? SylkRtc1.Name : null;

    private async Task ServeAsync(HttpContext http, string protocol)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = protocol,
            KeepAliveInterval = settings.PingInterval,
            KeepAliveTimeout = settings.PingInterval / 2,
        });
        ProtocolVersion version = protocol == SylkRtc2.Name ? new SylkRtc2() : new SylkRtc1(settings.V1Originator);
        var connection = new Connection(new BrowserSocket(socket, settings.MaxMessageBytes, settings.SendQueue), version, context, settings);
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
