using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests.Infrastructure;

/// <summary>A server without a domain of its own behind Kamailio, which is registrar and proxy of <c>sip.test</c>, and a
/// Chromium once it is needed. It trusts the address of Kamailio alone. Everybody's password is his name with <c>-pw</c>.</summary>
/// <param name="transport">Between server, phones and proxy: <c>udp</c> or <c>tcp</c>.</param>
public abstract class ProxyDomain(string transport) : IAsyncLifetime
{
    private SylkServer _server = null!;
    private KamailioProxy _kamailio = null!;
    private ChromiumBrowser? _chromium;
    private int _usersTaken;

    /// <summary>Port of SIP of the server.</summary>
    public int ServerPort => _server.SipPort;

    public async Task InitializeAsync()
    {
        var port = FreePorts.Take();
        _server = await SylkServer.StartAsync(
            new("sylk.toml", "trusted_peers = [\"private\"]", "trusted_peers = [\"127.0.0.1\"]"),
            new("sylk.toml", "[applications]", "[applications]\nenabled = [\"webrtcgateway\", \"echo\"]"),
            new("webrtcgateway.toml", "outbound_proxy = \"\"", $"outbound_proxy = \"127.0.0.1:{port};transport={transport}\""));
        _kamailio = await KamailioProxy.StartAsync(port, $"sip:127.0.0.1:{_server.SipPort};transport={transport}");
    }

    public async Task<PhonePage> OpenPageAsync()
    {
        _chromium ??= await ChromiumBrowser.StartAsync();
        return await _chromium.OpenPhoneAsync(_server.Page);
    }

    /// <summary>A phone page of somebody new that is logged in.</summary>
    public async Task<PhonePage> LogInAsync()
    {
        var user = TakeUser();
        var page = await OpenPageAsync();
        await page.LogInAsync($"{user}@sip.test", $"{user}-pw");
        await page.WaitForLoginAsync();
        return page;
    }

    /// <summary>A page without a browser that is logged in.</summary>
    /// <param name="account">Address; without it somebody new.</param>
    public Task<GatewayClient> ConnectAsync(string? account = null)
    {
        account ??= $"{TakeUser()}@sip.test";
        return GatewayClient.LogInAsync(_server.Page, account, $"{account.Split('@')[0]}-pw");
    }

    /// <summary>A registered linphone of somebody new.</summary>
    public async Task<LinphonePhone> StartLinphoneAsync()
    {
        var user = TakeUser();
        var phone = await LinphonePhone.StartAsync($"{user}@sip.test", $"{user}-pw", $"127.0.0.1:{_kamailio.Port}", transport);
        await phone.WaitForRegistrationAsync();
        return phone;
    }

    /// <summary>A registered baresip of somebody new.</summary>
    /// <param name="correspondent">Whom it writes to.</param>
    public async Task<BaresipPhone> StartBaresipAsync(string? correspondent = null)
    {
        var user = TakeUser();
        var phone = await BaresipPhone.StartAsync($"{user}@sip.test", $"{user}-pw", $"127.0.0.1:{_kamailio.Port}", transport, correspondent: correspondent);
        await phone.WaitForRegistrationAsync();
        return phone;
    }

    private string TakeUser() => $"user{Interlocked.Increment(ref _usersTaken)}";

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        await _kamailio.DisposeAsync();
        await _server.DisposeAsync();
    }
}

public sealed class UdpProxyDomain() : ProxyDomain("udp");

public sealed class TcpProxyDomain() : ProxyDomain("tcp");
