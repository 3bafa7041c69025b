using Microsoft.AspNetCore.Builder;
using Sylk.Abstractions;
using Sylk.WebRtcGateway.Connections;
using Sylk.WebRtcGateway.Pages;

namespace Sylk.WebRtcGateway;

/// <summary>Brings browsers into SIP: the phone page, and the WebSocket on which pages register accounts and make calls.</summary>
[SylkApplication(Settings = typeof(WebRtcGatewaySettings))]
public sealed class WebRtcGatewayApplication(IApplicationContext context, WebRtcGatewaySettings settings) : ISylkApplication
{
    private readonly WebSocketEndpoint _browsers = new(new(context, settings, new()));

    /// <inheritdoc />
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var pages = new StaticPages(Path.Combine(Path.GetDirectoryName(typeof(WebRtcGatewayApplication).Assembly.Location)!, "wwwroot"));
        context.Routes.Map("/webrtcgateway/ws", _browsers.HandleAsync);
        context.Routes.MapMethods("/webrtcgateway/{**path}", ["GET", "HEAD"], pages.HandleAsync);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask StopAsync(CancellationToken cancellationToken) => await _browsers.EndedAsync().WaitAsync(cancellationToken);
}
