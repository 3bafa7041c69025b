using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests.Infrastructure;

/// <summary>A server with the shipped settings and a Chromium, shared by the tests of a class. Pages and phones get accounts of
/// their own, so that no test meets the registrations of another.</summary>
public sealed class HomeDomain : IAsyncLifetime
{
    public SylkServer Server { get; private set; } = null!;

    public ChromiumBrowser Chromium { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await SylkServer.StartAsync();
        Chromium = await ChromiumBrowser.StartAsync();
    }

    /// <summary>A phone page that is logged in.</summary>
    /// <param name="account">Address; without it one that nobody else has.</param>
    public async Task<PhonePage> LogInAsync(string? account = null)
    {
        var page = await Chromium.OpenPhoneAsync(Server.Page);
        await page.LogInAsync(account ?? Server.TakeAccount());
        await page.WaitForLoginAsync();
        return page;
    }

    /// <summary>A registered baresip.</summary>
    /// <param name="transport"><c>udp</c>, <c>tcp</c> or <c>tls</c>.</param>
    /// <param name="account">Address; without it one that nobody else has.</param>
    /// <param name="more">Further parameters of the account line.</param>
    /// <param name="video">Whether it has a camera.</param>
    public async Task<BaresipPhone> StartBaresipAsync(string transport = "udp", string? account = null, string more = "", bool video = false)
    {
        var port = transport == "tls" ? Server.TlsPort : Server.SipPort;
        var phone = await BaresipPhone.StartAsync(account ?? Server.TakeAccount(), "demo", $"127.0.0.1:{port}", transport, more, video);
        await phone.WaitForRegistrationAsync();
        return phone;
    }

    public async Task DisposeAsync()
    {
        await Chromium.DisposeAsync();
        await Server.DisposeAsync();
    }
}
