using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using IPage = Microsoft.Playwright.IPage;
using Sylk.Abstractions.Media;
using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;
using Sylk.Media.Plane;
using Sylk.Media.Sessions;

namespace Sylk.EndToEnd.Tests;

/// <summary>A Chromium whose sound and picture a media plane returns to it.</summary>
internal sealed class EchoCall : IAsyncDisposable
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);
    private readonly MediaPlane _plane;
    private readonly MediaService _service;
    private readonly ChromiumBrowser _browser;
    private readonly IPage _page;

    private EchoCall(ChromiumBrowser browser, IPage page, IPAddress listen, int port)
    {
        _plane = new(new() { WebRtcAddresses = [listen], WebRtcPort = port }, TimeProvider.System, NullLogger<MediaPlane>.Instance);
        _service = new(_plane, new() { AllowLocalPeers = true });
        Echo = _service.CreateEcho(new() { Kind = MediaLegKind.WebRtc });
        _browser = browser;
        _page = page;
    }

    public IMediaEcho Echo { get; }

    /// <param name="script">What the page does.</param>
    /// <param name="listen">Address of the media plane.</param>
    /// <param name="port">Its port, 0 for any.</param>
    /// <param name="editOffer">Changes the page's offer on its way.</param>
    /// <param name="editAnswer">Changes the answer on its way.</param>
    public static async Task<EchoCall> StartAsync(
        string script, string listen = "127.0.0.1", int port = 0,
        Func<string, string>? editOffer = null, Func<string, string>? editAnswer = null)
    {
        var browser = await ChromiumBrowser.StartAsync();
        var call = new EchoCall(
            browser, await browser.OpenAsync(EchoPage.Html), IPAddress.Parse(listen), port == 0 ? FreePorts.Take() : port);
        await call._page.ExposeFunctionAsync<string, Task<string>>("answer", async offer =>
        {
            var answer = await call.Echo.AnswerAsync(editOffer?.Invoke(offer) ?? offer);
            return editAnswer?.Invoke(answer) ?? answer;
        });
        await call._page.EvaluateAsync(script);
        return call;
    }

    public async Task<EchoReport> ReadAsync() =>
        JsonSerializer.Deserialize<EchoReport>(await _page.EvaluateAsync<string>("report().then(JSON.stringify)"), CamelCase)!;

    public async Task<EchoReport> WaitAsync(Predicate<EchoReport> match)
    {
        var report = new EchoReport();
        await Eventually.IsTrueAsync(async () => match(report = await ReadAsync()), () => $"{report}");
        return report;
    }

    public Task EvaluateAsync(string script) => _page.EvaluateAsync(script);

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _service.DisposeAsync();
        _plane.Dispose();
    }
}
