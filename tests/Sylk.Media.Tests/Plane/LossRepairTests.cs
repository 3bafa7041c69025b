using System.Buffers.Binary;
using Sylk.Abstractions.Media;
using Sylk.Media.Rtcp;
using Sylk.Media.Tests.Peers;

namespace Sylk.Media.Tests.Plane;

/// <summary>Packets lost between a browser that sends and the server.</summary>
public sealed class LossRepairTests
{
    private const uint BrowserSsrc = 42;
    private const uint BrowserRtxSsrc = 43;

    [Fact]
    public async Task What_is_missing_is_asked_for_and_its_retransmission_goes_on_as_the_original()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        using var phone = new FakePhone();
        await ConnectAsync(test, browser, phone);
        browser.SendRtp(RtpBuilder.Make(96, 10, 90_000, BrowserSsrc, [10]));
        browser.SendRtp(RtpBuilder.Make(96, 13, 90_000, BrowserSsrc, [13]));
        await phone.ReceiveRtpAsync();
        await phone.ReceiveRtpAsync();

        var nack = await browser.NextRtcpAsync(RtcpTypes.TransportFeedback);
        Assert.Equal(FeedbackFormats.Nack, nack[0] & 0x1F);
        Assert.Equal(BrowserSsrc, BinaryPrimitives.ReadUInt32BigEndian(nack.AsSpan(8)));
        Assert.Equal([0, 11, 0, 1], nack[12..]);

        // It is asked for again as long as it is missing.
        Assert.Equal([0, 11, 0, 1], (await browser.NextRtcpAsync(RtcpTypes.TransportFeedback))[12..]);
        browser.SendRtp(RtpBuilder.Make(97, 700, 90_000, BrowserRtxSsrc, [0, 12, 12], marker: true));
        Assert.Equal(RtpBuilder.Make(34, 12, 90_000, BrowserSsrc, [12], marker: true), await phone.ReceiveRtpAsync());
        browser.SendRtp(RtpBuilder.Make(97, 701, 90_000, BrowserRtxSsrc, [0, 11, 11]));
        Assert.Equal(RtpBuilder.Make(34, 11, 90_000, BrowserSsrc, [11]), await phone.ReceiveRtpAsync());

        // A retransmission of what was not missing, and one without anything in it, only probe for bandwidth.
        browser.SendRtp(RtpBuilder.Make(97, 702, 90_000, BrowserRtxSsrc, [0, 10, 10]));
        browser.SendRtp(RtpBuilder.Make(97, 703, 90_000, BrowserRtxSsrc, []));
        browser.SendRtp(RtpBuilder.Make(96, 14, 90_000, BrowserSsrc, [14]));
        Assert.Equal(RtpBuilder.Make(34, 14, 90_000, BrowserSsrc, [14]), await phone.ReceiveRtpAsync());
        var received = (await test.StatisticsAsync()).Streams.Single(stream => stream.Side == MediaSide.A);
        Assert.Equal((5, 0, 0), (received.PacketsReceived, received.PacketsLost, received.PacketsDiscarded));
    }

    [Fact]
    public async Task After_a_loss_too_great_a_key_frame_is_asked_for()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        using var phone = new FakePhone();
        await ConnectAsync(test, browser, phone);
        browser.SendRtp(RtpBuilder.Make(96, 10, 90_000, BrowserSsrc, [10]));
        browser.SendRtp(RtpBuilder.Make(96, 500, 90_000, BrowserSsrc, [13]));
        var request = await browser.NextRtcpAsync(RtcpTypes.PayloadFeedback);
        Assert.Equal(FeedbackFormats.Pli, request[0] & 0x1F);
    }

    private static async Task ConnectAsync(TestPlane test, FakeBrowser browser, FakePhone phone)
    {
        var a = await test.OpenWebRtcAsync(MediaSide.A);
        var b = await test.OpenRtpAsync(MediaSide.B);
        test.Apply(
            Plans.WebRtc(MediaSide.A, browser.PlanFor(a), Plans.Video(a.Id, Plans.Vp8(96), Plans.Rtx(97)) with
            {
                LocalSsrc = 7,
                LocalRtxSsrc = 8,
                RemoteSsrcs = [new(BrowserSsrc, BrowserRtxSsrc)],
                Feedback = new() { Nack = true, Pli = true, ReducedSize = true },
            }),
            Plans.Rtp(MediaSide.B, phone.For(b), Plans.Video(b.Id, Plans.Vp8(34))));
        await browser.ConnectAsync(a);
        await test.NextAsync<MediaEstablished>(established => established.Side == MediaSide.A);
    }
}
