using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests.Infrastructure;

/// <summary>A server with the shipped settings and a Chromium once it is needed, shared by the tests of a class. Pages and phones get accounts of
/// their own, so that no test meets the registrations of another.</summary>
public sealed class HomeDomain : IAsyncLifetime
{
    private ChromiumBrowser? _chromium;

    public SylkServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await SylkServer.StartAsync();

    /// <summary>The phone page, nobody logged in.</summary>
    public async Task<PhonePage> OpenPageAsync(SylkServer? server = null)
    {
        _chromium ??= await ChromiumBrowser.StartAsync();
        return await _chromium.OpenPhoneAsync((server ?? Server).Page);
    }

    /// <summary>A phone page that is logged in.</summary>
    /// <param name="account">Address; without it one that nobody else has.</param>
    public async Task<PhonePage> LogInAsync(string? account = null)
    {
        var page = await OpenPageAsync();
        await page.LogInAsync(account ?? Server.TakeAccount());
        await page.WaitForLoginAsync();
        return page;
    }

    /// <summary>A page without a browser that is logged in.</summary>
    /// <param name="account">Address; without it one that nobody else has.</param>
    public Task<GatewayClient> ConnectAsync(string? account = null) => GatewayClient.LogInAsync(Server.Page, account ?? Server.TakeAccount());

    /// <summary>A registered baresip.</summary>
    /// <param name="transport"><c>udp</c>, <c>tcp</c> or <c>tls</c>.</param>
    /// <param name="account">Address; without it one that nobody else has.</param>
    /// <param name="more">Further parameters of the account line.</param>
    /// <param name="video">Whether it has a camera.</param>
    /// <param name="correspondent">Whom it writes to.</param>
    public async Task<BaresipPhone> StartBaresipAsync(
        string transport = "udp", string? account = null, string more = "", bool video = false, string? correspondent = null)
    {
        var phone = await BaresipPhone.StartAsync(account ?? Server.TakeAccount(), "demo", AddressOf(transport), transport, more, video, correspondent);
        await phone.WaitForRegistrationAsync();
        return phone;
    }

    /// <summary>A registered linphone.</summary>
    /// <param name="transport"><c>udp</c>, <c>tcp</c> or <c>tls</c>.</param>
    /// <param name="account">Address; without it one that nobody else has.</param>
    public async Task<LinphonePhone> StartLinphoneAsync(string transport = "udp", string? account = null)
    {
        var phone = await LinphonePhone.StartAsync(account ?? Server.TakeAccount(), "demo", AddressOf(transport), transport);
        await phone.WaitForRegistrationAsync();
        return phone;
    }

    private string AddressOf(string transport) => $"127.0.0.1:{(transport == "tls" ? Server.TlsPort : Server.SipPort)}";

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        await Server.DisposeAsync();
    }
}
