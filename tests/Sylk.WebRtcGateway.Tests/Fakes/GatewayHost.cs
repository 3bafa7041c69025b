using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.Storage;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>The application behind a web server on a port of its own, with a store in a file.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _web = Web();
    private readonly WebApplication _admin = Web();
    private readonly CancellationTokenSource _stopping = new();

    private FakeContext _context = null!;
    private WebRtcGatewayApplication _application = null!;
    private Store _store = null!;

    public FakeSip Sip { get; } = new();

    public FakeMedia Media { get; } = new();

    public FakeLogger Log => (FakeLogger)_context.Logger;

    /// <summary>What the gateway keeps, unless the test brought a store of its own.</summary>
    public IStore Store => _store;

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("sylk-gateway").FullName;

    /// <summary>The trace of the browsers' messages.</summary>
    public FakeTrace Trace => _context.Traces["webrtc_client"];

    public Uri Address => new(_web.Urls.First());

    /// <summary>The admin interface, open to everybody.</summary>
    public Uri AdminAddress => new(_admin.Urls.First());

    /// <param name="change">Changes the settings.</param>
    /// <param name="time">The clock of the gateway; the store has the one of the machine.</param>
    /// <param name="wrap">Puts something between the gateway and its store.</param>
    public static async Task<GatewayHost> StartAsync(
        Action<WebRtcGatewaySettings>? change = null, TimeProvider? time = null, Func<IStore, IStore>? wrap = null)
    {
        var host = new GatewayHost();
        var settings = new WebRtcGatewaySettings();
        change?.Invoke(settings);
        host._store = await Storage.Store.OpenAsync(
            new() { File = Path.Combine(host.DataDirectory, "sylk.db"), Synchronous = SqliteSynchronous.Normal },
            NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        host._context = new(
            host.Sip, host.Media, wrap?.Invoke(host._store) ?? host._store, host.DataDirectory, host._web, host._admin,
            () => host.Address, time ?? TimeProvider.System, host._stopping.Token);
        host._application = new(host._context, settings);
        await host._application.StartAsync(CancellationToken.None);
        await host._web.StartAsync();
        await host._admin.StartAsync();
        return host;
    }

    /// <summary>A browser that is ready.</summary>
    public async Task<Browser> ConnectAsync(string? account = null)
    {
        var browser = await Browser.ConnectAsync(Address);
        if (account is not null)
        {
            await browser.RequestAsync($$"""{"sylkrtc":"account-add","account":"{{account}}","password":"0123456789abcdef0123456789abcdef","display_name":"Somebody"}""");
        }

        return browser;
    }

    /// <summary>A browser whose account is being registered.</summary>
    public async Task<(Browser Browser, FakeRegistration Registration)> RegisterAsync(string account)
    {
        var browser = await ConnectAsync(account);
        await browser.RequestAsync($$"""{"sylkrtc":"account-register","account":"{{account}}"}""");
        return (browser, await Sip.NextRegistrationAsync());
    }

    /// <summary>A browser whose account is authenticated.</summary>
    public async Task<Browser> LoginAsync(string account)
    {
        var (browser, registration) = await RegisterAsync(account);
        registration.Tell(Abstractions.Sip.RegistrationStateKind.Registered, 200, "OK");
        await browser.ExpectAsync($$"""{"sylkrtc":"account-event","account":"{{account}}","event":"registration-state","state":"registered"}""");
        return browser;
    }

    public Task StopAsync() => _stopping.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _application.StopAsync(CancellationToken.None);
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
