using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>The application behind a web server on a port of its own.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _web = Web();
    private readonly WebApplication _admin = Web();
    private readonly CancellationTokenSource _stopping = new();

    private readonly TemporaryStore _store;

    private FakeContext _context = null!;
    private WebRtcGatewayApplication _application = null!;

    private GatewayHost(TemporaryStore store) => _store = store;

    /// <summary>The gateway's own.</summary>
    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("sylk-gateway").FullName;

    /// <summary>What is kept; a real store.</summary>
    public TemporaryStore Store => _store;

    public FakeSip Sip { get; } = new();

    public FakeMedia Media { get; } = new();

    public FakeLogger Log => (FakeLogger)_context.Logger;

    /// <summary>The trace of the browsers' messages.</summary>
    public FakeTrace Trace => _context.Traces["webrtc_client"];

    public Uri Address => new(_web.Urls.First());

    /// <summary>Lets an hour pass for the housekeeping, if the clock is the test's.</summary>
    public FakeTimer? Hourly { get; private set; }

    /// <summary>Sends what was left over by the last stop, if the clock is the test's.</summary>
    public FakeTimer? Resumption { get; private set; }

    /// <summary>The admin interface, open to everybody.</summary>
    public Uri AdminAddress => new(_admin.Urls.First());

    public static async Task<GatewayHost> StartAsync(Action<WebRtcGatewaySettings>? change = null, TimeProvider? time = null)
    {
        var host = new GatewayHost(await TemporaryStore.OpenAsync());
        var settings = new WebRtcGatewaySettings();
        change?.Invoke(settings);
        host._context = new(
            host.Sip, host.Media, host.Store, host.DataDirectory, host._web, host._admin, () => host.Address, time ?? TimeProvider.System, host._stopping.Token);
        host._application = new(host._context, settings);
        host.Hourly = time is FakeTime fake ? await fake.NextTimerAsync() : null;
        await host._application.StartAsync(CancellationToken.None);
        host.Resumption = time is FakeTime ticking ? await ticking.NextTimerAsync() : null;
        await host._web.StartAsync();
        await host._admin.StartAsync();
        return host;
    }

    /// <summary>A browser that is ready.</summary>
    public async Task<Browser> ConnectAsync(string? account = null, bool receiveComposing = false)
    {
        var browser = await Browser.ConnectAsync(Address);
        if (account is not null)
        {
            await browser.RequestAsync($$"""{"sylkrtc":"account-add","account":"{{account}}","password":"0123456789abcdef0123456789abcdef","display_name":"Somebody"{{(receiveComposing ? ",\"receive_composing\":true" : "")}}}""");
        }

        return browser;
    }

    /// <summary>A browser whose account is registered.</summary>
    public async Task<(Browser Browser, FakeRegistration Registration)> RegisterAsync(string account, bool receiveComposing = false)
    {
        var browser = await ConnectAsync(account, receiveComposing);
        await browser.RequestAsync($$"""{"sylkrtc":"account-register","account":"{{account}}"}""");
        return (browser, await Sip.NextRegistrationAsync());
    }

    /// <summary>A browser whose account is authenticated.</summary>
    public async Task<Browser> LogInAsync(string account, bool receiveComposing = false)
    {
        var (browser, registration) = await RegisterAsync(account, receiveComposing);
        registration.Tell(RegistrationStateKind.Registered, 200, "OK");
        await browser.ExpectAsync($$"""{"sylkrtc":"account-event","account":"{{account}}","event":"registration-state","state":"registered"}""");
        return browser;
    }

    public Task StopAsync() => _stopping.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _application.DisposeAsync();
        await _web.DisposeAsync();
        await _admin.DisposeAsync();
        await _store.DisposeAsync();
        _stopping.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private static WebApplication Web()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        web.UseWebSockets();
        return web;
    }
}
