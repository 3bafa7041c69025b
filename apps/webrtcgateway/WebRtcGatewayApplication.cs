using Microsoft.AspNetCore.Builder;
using Sylk.Abstractions;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.AddressBooks;
using Sylk.WebRtcGateway.Connections;
using Sylk.WebRtcGateway.Files;
using Sylk.WebRtcGateway.History;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Pages;
using Sylk.WebRtcGateway.Push;
using Sylk.WebRtcGateway.Sessions;

namespace Sylk.WebRtcGateway;

/// <summary>Brings browsers into SIP: the phone page, and the WebSocket on which pages register accounts, make calls and write messages.</summary>
[SylkApplication(Settings = typeof(WebRtcGatewaySettings))]
public sealed class WebRtcGatewayApplication : ISylkApplication, IAsyncDisposable
{
    private readonly IApplicationContext _context;
    private readonly XcapAddressBooks? _xcap;
    private readonly PushService _push;
    private readonly Mailroom _mailroom;
    private readonly FileTransfers _files;
    private readonly WebSocketEndpoint _browsers;
    private Task _resuming = Task.CompletedTask;

    /// <summary>Makes the application.</summary>
    public WebRtcGatewayApplication(IApplicationContext context, WebRtcGatewaySettings settings)
    {
        _context = context;

        // What may fail comes before what runs by itself.
        var key = SecretKey.Open(Path.Combine(context.DataDirectory, "url.key"));
        var vault = new FileVault(settings.Files.Dir ?? Path.Combine(context.DataDirectory, "files"));
        var files = new KeptFiles(context.Store.Files, vault);
        var devices = new AccountDevices();
        _xcap = settings.XcapUrl.Length == 0 ? null : new(settings.XcapUrl, context.Logger);
        _push = new(settings.Push, context, devices);
        _mailroom = new(context, settings, devices, _push, files);
        _files = new(context, settings.Files, devices, key, vault, files, new(devices, _mailroom.Delivery, _mailroom.Transport));
        _browsers = new(new(context, settings, devices, _mailroom)
        {
            AddressBooks = new(_xcap ?? (IAddressBooks)new StoredAddressBooks(context.Store.AddressBooks), devices, context.Logger),
            Files = _files,
            Logins = new(settings.Login, context),
            Push = _push,
            Tokens = new(context.Store.PushTokens, context.Logger),
        });
    }

    /// <inheritdoc />
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var pages = new StaticPages(Path.Combine(Path.GetDirectoryName(typeof(WebRtcGatewayApplication).Assembly.Location)!, "wwwroot"));
        _context.Routes.Map("/webrtcgateway/ws", _browsers.HandleAsync);
        _context.Routes.MapMethods("/webrtcgateway/{**path}", ["GET", "HEAD"], pages.HandleAsync);
        _context.Routes.MapGet(HistoryPages.Pattern, new HistoryPages(_context.Store).GetAsync);
        _context.Routes.MapMethods(HistoryPages.Pattern, ["OPTIONS"], HistoryPages.PreflightAsync);
        _files.Map(_context.Routes);
        new TokenPages(_context.Store.PushTokens).Map(_context.AdminRoutes);
        _resuming = ResumeAsync();
        _context.Sip.OnCall((call, _) => new UnreachedCalls(_push).ReceiveAsync(call));
        _context.Sip.OnRequest("MESSAGE", (message, _) => _mailroom.Incoming.ReceiveAsync(message));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        await _browsers.EndedAsync().WaitAsync(cancellationToken);
        await _resuming.WaitAsync(cancellationToken);
        await _mailroom.IdleAsync().WaitAsync(cancellationToken);
    }

    /// <summary>Sends what was left over by the last stop, once the other applications are there to take it.</summary>
    private async Task ResumeAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(2), _context.Time, _context.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _mailroom.Submission.ResumeAllAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _files.DisposeAsync();
        await _push.DisposeAsync();
        _xcap?.Dispose();
    }
}
