using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sylk.Abstractions;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Protocol.Version1;
using Sylk.WebRtcGateway.Protocol.Version2;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>Where browsers connect.</summary>
internal sealed class WebSocketEndpoint(GatewayServices gateway)
{
    private readonly ConcurrentDictionary<Connection, Task> _connections = [];
    private readonly IWireTrace _trace = gateway.Context.CreateTrace("webrtc_client", gateway.Settings.Trace.Client);
    private readonly Handshake _handshake = new(new(gateway.Settings.Origins));

    private IApplicationContext Context => gateway.Context;

    private WebRtcGatewaySettings Settings => gateway.Settings;

    public Task HandleAsync(HttpContext http)
    {
        if (_handshake.Judge(http, out var protocol) is { } refusal)
        {
            return RefuseAsync(http.Response, refusal);
        }

        return Context.Stopping.IsCancellationRequested
            ? RefuseAsync(http.Response, new(StatusCodes.Status503ServiceUnavailable, "Backend is not connected"))
            : ServeAsync(http, protocol);
    }

    /// <summary>Completes when every connection has ended.</summary>
    public Task EndedAsync() => Task.WhenAll(_connections.Values);

    private async Task ServeAsync(HttpContext http, string protocol)
    {
        var browser = gateway.Files.Browsers.Ensure(http);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = protocol,
            KeepAliveInterval = Settings.PingInterval,
            KeepAliveTimeout = Settings.PingInterval / 2,
        });
        ProtocolVersion version = protocol == SylkRtc2.Name ? new SylkRtc2() : new SylkRtc1(Settings.V1Originator);
        var endPoint = new IPEndPoint(http.Connection.RemoteIpAddress ?? IPAddress.None, http.Connection.RemotePort);
        var address = endPoint.ToString();
        var connection = new Connection(
            new BrowserSocket(socket, Settings.MaxMessageBytes, Settings.SendQueue, Context.Time), version, new ClientTrace(_trace, address), gateway, browser,
            endPoint.Address);
        Context.Logger.LogConnected(address, protocol);
        var running = connection.RunAsync(http.RequestAborted);
        _connections.TryAdd(connection, running);
        try
        {
            await running;
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            Context.Logger.LogDisconnected(address);
        }
    }

    private static Task RefuseAsync(HttpResponse response, Refusal refusal)
    {
        response.StatusCode = refusal.StatusCode;
        response.Headers.Connection = "close";
        if (refusal.HeaderName is not null)
        {
            response.Headers[refusal.HeaderName] = refusal.HeaderValue;
        }

        if (response.HttpContext.Features.Get<IHttpResponseFeature>() is { } feature && refusal.Phrase.All(c => c is >= ' ' and < '\x7f'))
        {
            feature.ReasonPhrase = refusal.Phrase;
        }

        return response.CompleteAsync();
    }
}
