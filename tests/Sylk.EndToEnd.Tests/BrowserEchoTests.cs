using Sylk.Abstractions.Media;
using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests;

/// <summary>A Chromium as users have it, against a media plane that listens on all addresses, as delivered, or on loopback alone.</summary>
public sealed class BrowserEchoTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    public async Task Sound_and_picture_return_without_loss(string listen)
    {
        await using var call = await EchoCall.StartAsync("start()", listen);
        await call.WaitAsync(report => report is { State: "connected", AudioEnergy: > 0, FramesDecoded: >= 30 });
        await MediaFlow.LastAsync(3);
        var statistics = await call.Echo.GetStatisticsAsync();
        Assert.Equal(2, statistics.Streams.Count);
        Assert.All(statistics.Streams, stream => Assert.True(
            stream is { PacketsReceived: > 50, PacketsLost: 0 } && stream.PacketsSent == stream.PacketsReceived, $"{stream}"));
        await call.WaitAsync(report => report is { SenderReports: > 0, ReportsOfVideo: > 0, ReportsOfAudio: > 0 });

        // It starts with 300 kbit/s and probes for more; how far it gets is a matter of what its encoder has to send.
        await call.WaitAsync(report => report.Bitrate > 600_000);
        var requests = (await call.ReadAsync()).PliReceived;
        call.Echo.RequestKeyFrame(MediaSide.A);
        await call.WaitAsync(report => report.PliReceived > requests && report.KeyFramesEncoded > requests);
    }

    /// <summary>Without leave to use devices a browser does not check from all of its addresses.</summary>
    [Fact]
    public async Task A_page_that_may_not_use_devices_reaches_the_server()
    {
        await using var call = await EchoCall.StartAsync("startWithoutDevices()");
        await call.WaitAsync(report => report is { State: "connected", AudioEnergy: > 0, AudioReceived: >= 50 });
    }

    [Theory]
    [InlineData("VP9")]
    [InlineData("H264")]
    [InlineData("AV1")]
    public async Task A_picture_returns_in_whatever_codec(string codec)
    {
        await using var call = await EchoCall.StartAsync($"start('{codec}')");
        var report = await call.WaitAsync(report => report.FramesDecoded >= 10);
        Assert.Equal($"video/{codec}", report.Codec);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    public async Task A_browser_that_UDP_does_not_reach_uses_TCP(string listen)
    {
        await using var call = await EchoCall.StartAsync("start()", listen, editAnswer: WithoutUdp);
        var report = await call.WaitAsync(report => report is { State: "connected", AudioEnergy: > 0, FramesDecoded: >= 30 });
        Assert.Equal("tcp", report.Protocol);
        await MediaFlow.LastAsync(1);
        var statistics = await call.Echo.GetStatisticsAsync();
        Assert.All(statistics.Streams, stream => Assert.True(stream is { PacketsReceived: > 50, PacketsLost: 0 }, $"{stream}"));
    }

    private static string WithoutUdp(string answer) =>
        string.Join('\n', answer.Split('\n').Where(line => !line.StartsWith("a=candidate", StringComparison.Ordinal) || !line.Contains(" udp ", StringComparison.Ordinal)));
}
