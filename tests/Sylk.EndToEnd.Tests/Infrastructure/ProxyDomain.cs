using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests.Infrastructure;

/// <summary>A server without a domain of its own behind Kamailio, which is registrar and proxy of <c>sip.test</c>, and a
/// Chromium. Everybody's password is his name with <c>-pw</c>.</summary>
/// <param name="transport">Between server, phones and proxy: <c>udp</c> or <c>tcp</c>.</param>
public abstract class ProxyDomain(string transport) : IAsyncLifetime
{
    private SylkServer _server = null!;
    private KamailioProxy _kamailio = null!;
    private ChromiumBrowser _chromium = null!;
    private int _usersTaken;

    public async Task InitializeAsync()
    {
        var port = FreePorts.Take();
        _server = await SylkServer.StartAsync(
            new("sylk.toml", "[applications]", "[applications]\nenabled = [\"webrtcgateway\", \"echo\"]"),
            new("webrtcgateway.toml", "outbound_proxy = \"\"", $"outbound_proxy = \"127.0.0.1:{port};transport={transport}\""));
        _kamailio = await KamailioProxy.StartAsync(port, $"sip:127.0.0.1:{_server.SipPort};transport={transport}");
        _chromium = await ChromiumBrowser.StartAsync();
    }

    public Task<PhonePage> OpenPageAsync() => _chromium.OpenPhoneAsync(_server.Page);

    /// <summary>A phone page of somebody new that is logged in.</summary>
    public async Task<PhonePage> LogInAsync()
    {
        var user = TakeUser();
        var page = await OpenPageAsync();
        await page.LogInAsync($"{user}@sip.test", $"{user}-pw");
        await page.WaitForLoginAsync();
        return page;
    }

    /// <summary>A registered baresip of somebody new.</summary>
    public async Task<BaresipPhone> StartBaresipAsync()
    {
        var user = TakeUser();
        var phone = await BaresipPhone.StartAsync($"{user}@sip.test", $"{user}-pw", $"127.0.0.1:{_kamailio.Port}", transport);
        await phone.WaitForRegistrationAsync();
        return phone;
    }

    private string TakeUser() => $"user{Interlocked.Increment(ref _usersTaken)}";

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await _kamailio.DisposeAsync();
        await _server.DisposeAsync();
    }
}

public sealed class UdpProxyDomain() : ProxyDomain("udp");

public sealed class TcpProxyDomain() : ProxyDomain("tcp");
