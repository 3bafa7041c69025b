using Microsoft.Playwright;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>A headless Chromium of the system, with fake devices and nothing that touches ICE.</summary>
public sealed class ChromiumBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private ChromiumBrowser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<ChromiumBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
                "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            ],
        });
        return new(playwright, browser);
    }

    /// <summary>Opens the phone page in a profile of its own.</summary>
    public async Task<PhonePage> OpenAsync(string url)
    {
        var context = await _browser.NewContextAsync(new() { IgnoreHTTPSErrors = true, Permissions = ["camera", "microphone"] });
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync("""
            window.peerConnections = [];
            window.RTCPeerConnection = class extends RTCPeerConnection {
              constructor(...args) { super(...args); window.peerConnections.push(this); }
            };
            """);
        await page.GotoAsync(url);
        return new(page);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
