extern alias plane;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using IPage = Microsoft.Playwright.IPage;
using Sylk.Abstractions.Media;
using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;
using plane::Sylk.Media.Plane;
using plane::Sylk.Media.Sessions;

namespace Sylk.EndToEnd.Tests;

/// <summary>A browser as users have it, against the media plane as delivered: listening on loopback alone.</summary>
public sealed class BrowserEchoTests
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    [Fact]
    public async Task Sound_and_picture_return_without_loss()
    {
        await using var test = await EchoTest.StartAsync("start()");
        await test.WaitAsync(report => report is { AudioEnergy: > 0, FramesDecoded: >= 30 });
        await Media.FlowAsync(3);
        var report = await test.ReadAsync();
        Assert.True(report is { State: "connected", AudioLost: 0, VideoLost: 0 }, $"{report}");
        await test.WaitAsync(report => report is { SenderReports: > 0, ReportsOfVideo: > 0, ReportsOfAudio: > 0 });
        var requests = report.PliReceived;
        test.Echo.RequestKeyFrame(MediaSide.A);
        await test.WaitAsync(report => report.PliReceived > requests && report.KeyFramesEncoded > requests);
    }

    /// <summary>Without leave to use devices a browser does not check from all of its addresses.</summary>
    [Fact]
    public async Task A_page_that_may_not_use_devices_reaches_the_server()
    {
        await using var test = await EchoTest.StartAsync("startWithoutDevices()");
        await test.WaitAsync(report => report is { State: "connected", AudioEnergy: > 0, AudioReceived: >= 50 });
    }

    private sealed class EchoTest : IAsyncDisposable
    {
        private readonly MediaPlane _plane = new(
            new() { WebRtcAddresses = [IPAddress.Loopback], WebRtcPort = FreePorts.Take() }, TimeProvider.System, NullLogger<MediaPlane>.Instance);
        private readonly MediaService _service;
        private readonly ChromiumBrowser _browser;
        private readonly IPage _page;

        private EchoTest(ChromiumBrowser browser, IPage page)
        {
            _service = new(_plane, new() { AllowLocalPeers = true });
            Echo = _service.CreateEcho(new() { Kind = MediaLegKind.WebRtc });
            _browser = browser;
            _page = page;
        }

        public IMediaEcho Echo { get; }

        public static async Task<EchoTest> StartAsync(string script)
        {
            var browser = await ChromiumBrowser.StartAsync();
            var test = new EchoTest(browser, await browser.OpenAsync(EchoPage.Html));
            await test._page.ExposeFunctionAsync<string, Task<string>>("answer", offer => test.Echo.AnswerAsync(offer));
            await test._page.EvaluateAsync(script);
            return test;
        }

        public async Task<EchoReport> ReadAsync() =>
            JsonSerializer.Deserialize<EchoReport>(await _page.EvaluateAsync<string>("report().then(JSON.stringify)"), CamelCase)!;

        public async Task WaitAsync(Predicate<EchoReport> match)
        {
            var report = new EchoReport();
            await Eventually.IsTrueAsync(async () => match(report = await ReadAsync()), () => $"{report}");
        }

        public async ValueTask DisposeAsync()
        {
            await _browser.DisposeAsync();
            await _service.DisposeAsync();
            _plane.Dispose();
        }
    }
}
