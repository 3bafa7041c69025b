using Microsoft.Playwright;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>A stock Chromium with fake camera and microphone. Nothing of how it connects is changed.</summary>
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
        try
        {
            var browser = await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = "/usr/bin/chromium",
                Args =
                [
                    "--use-fake-device-for-media-stream",
                    "--use-fake-ui-for-media-stream",
                    "--autoplay-policy=no-user-gesture-required",
                    "--no-sandbox",
                    "--disable-gpu",
                ],
            });
            return new(playwright, browser);
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    /// <summary>A page at a URL where devices may be used, with a content of the test's own.</summary>
    public async Task<IPage> OpenAsync(string html)
    {
        const string url = "http://localhost/";
        var page = await _browser.NewPageAsync();
        await page.RouteAsync(url, route => route.FulfillAsync(new() { ContentType = "text/html", Body = html }));
        await page.GotoAsync(url);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
