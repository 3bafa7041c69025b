using Microsoft.AspNetCore.Builder;
using Sylk.Abstractions;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Connections;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Pages;

namespace Sylk.WebRtcGateway;

/// <summary>Brings browsers into SIP: the phone page, and the WebSocket on which pages register accounts, make calls and write messages.</summary>
[SylkApplication(Settings = typeof(WebRtcGatewaySettings))]
public sealed class WebRtcGatewayApplication : ISylkApplication
{
    private readonly IApplicationContext _context;
    private readonly Mailroom _mailroom;
    private readonly WebSocketEndpoint _browsers;

    /// <summary>Makes the application.</summary>
    public WebRtcGatewayApplication(IApplicationContext context, WebRtcGatewaySettings settings)
    {
        _context = context;
        var devices = new AccountDevices();
        _mailroom = new(context, settings, devices);
        _browsers = new(new(context, settings, devices, _mailroom));
    }

    /// <inheritdoc />
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var pages = new StaticPages(Path.Combine(Path.GetDirectoryName(typeof(WebRtcGatewayApplication).Assembly.Location)!, "wwwroot"));
        _context.Routes.Map("/webrtcgateway/ws", _browsers.HandleAsync);
        _context.Routes.MapMethods("/webrtcgateway/{**path}", ["GET", "HEAD"], pages.HandleAsync);
        _context.Sip.OnRequest("MESSAGE", (message, _) => _mailroom.Incoming.ReceiveAsync(message));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        await _browsers.EndedAsync().WaitAsync(cancellationToken);
        await _mailroom.IdleAsync().WaitAsync(cancellationToken);
    }
}
