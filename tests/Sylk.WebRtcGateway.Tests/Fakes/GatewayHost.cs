using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>The application behind a web server on a port of its own.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly CancellationTokenSource _stopping = new();

    private readonly TemporaryStore _store;

    private FakeContext _context = null!;

    private GatewayHost(WebApplication web, TemporaryStore store) => (_web, _store) = (web, store);

    /// <summary>What is kept; a real store.</summary>
    public TemporaryStore Store => _store;

    public FakeSip Sip { get; } = new();

    public FakeMedia Media { get; } = new();

    public FakeLogger Log => (FakeLogger)_context.Logger;

    /// <summary>The trace of the browsers' messages.</summary>
    public FakeTrace Trace => _context.Traces["webrtc_client"];

    public Uri Address => new(_web.Urls.First());

    public static async Task<GatewayHost> StartAsync(Action<WebRtcGatewaySettings>? change = null, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        web.UseWebSockets();
        var host = new GatewayHost(web, await TemporaryStore.OpenAsync());
        var settings = new WebRtcGatewaySettings();
        change?.Invoke(settings);
        host._context = new(host.Sip, host.Media, host.Store, web, time ?? TimeProvider.System, host._stopping.Token);
        await new WebRtcGatewayApplication(host._context, settings).StartAsync(CancellationToken.None);
        await web.StartAsync();
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
        await _web.DisposeAsync();
        await _store.DisposeAsync();
        _stopping.Dispose();
    }
}
