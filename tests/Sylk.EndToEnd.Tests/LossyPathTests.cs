using System.Net;
using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests;

/// <summary>A Chromium whose packets get lost on the way to the server and back.</summary>
public sealed class LossyPathTests
{
    private const int Interval = 15;

    [Fact]
    public async Task Lost_packets_are_repeated_and_the_picture_goes_on()
    {
        var server = new IPEndPoint(IPAddress.Loopback, FreePorts.Take());
        using var path = new LossyPath(server, Interval);
        await using var call = await EchoCall.StartAsync("start()", port: server.Port, editAnswer: path.Redirect);

        // Frames that miss a packet are not decoded, nor are those that build on them.
        await call.WaitAsync(report => report is { FramesDecoded: > 150, Retransmitted: > 5, RepeatsReceived: > 5 }
            && report.FramesDecoded > 0.9 * report.FramesEncoded);
        var video = (await call.Echo.GetStatisticsAsync()).Streams.Single(stream => stream.Kind == "video");
        Assert.True(path.Lost > 20 && video.PacketsLost < path.Lost / 4 && video.PacketsDiscarded == 0, $"{path.Lost} {video}");
    }

    /// <summary>As of browsers that do not know of transport-wide congestion control.</summary>
    [Fact]
    public async Task A_browser_that_tells_no_arrivals_is_told_how_much_it_may_send()
    {
        await using var call = await EchoCall.StartAsync("start()", editOffer: WithoutTransportCc);
        var report = await call.WaitAsync(report => report.Bitrate > 1_400_000);

        // By the reports alone it takes twenty of them.
        Assert.True(report.ReportsOfVideo < 15, $"{report}");
        await call.WaitAsync(report => report is { FramesDecoded: > 30 });
    }

    private static string WithoutTransportCc(string offer) => string.Join('\n', offer.Split('\n')
        .Where(line => !line.Contains("transport-cc", StringComparison.Ordinal) && !line.Contains("transport-wide-cc", StringComparison.Ordinal)));
}
