using System.Buffers.Binary;
using Sylk.Abstractions.Media;
using Sylk.Media.Negotiation;
using Sylk.Media.Plane;
using Sylk.Media.Rtcp;
using Sylk.Media.Tests.Peers;

namespace Sylk.Media.Tests.Plane;

public sealed class RtcpTests
{
    private const uint BrowserSsrc = 42;
    private const uint OurSsrc = 1234;
    private const uint OurRtxSsrc = 1235;
    private static readonly byte[] Payload = [1, 2, 3, 4];

    [Fact]
    public async Task A_browser_gets_reports_of_what_it_sends_and_of_what_it_is_sent()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        await ConnectVideoEchoAsync(test, browser, new());
        browser.SendRtp(RtpBuilder.Make(96, 10, 90_000, BrowserSsrc, Payload));
        browser.SendRtp(RtpBuilder.Make(96, 12, 93_000, BrowserSsrc, Payload));
        var ntp = (ulong)((DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0 + 2_208_988_800) * 4294967296.0);
        browser.SendRtcp(Compose((ref RtcpWriter writer) => writer.BeginSenderReport(BrowserSsrc, new(ntp, 90_000, 2, 8))));

        var report = await browser.NextRtcpAsync(RtcpTypes.SenderReport);
        Assert.Equal(OurSsrc, BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(4)));
        var info = SenderInfo.Read(report.AsSpan(8));
        Assert.Equal((2u, 8u), (info.Packets, info.Octets));
        Assert.InRange(info.Timestamp, 90_000u, 90_000u + (5 * 90_000));
        var block = ReportBlock.Read(report.AsSpan(28));
        Assert.Equal((BrowserSsrc, 1L, (ushort)12), (block.Ssrc, block.Lost, (ushort)block.ExtendedHighest));
        Assert.Equal((uint)(ntp >> 16), block.LastSenderReport);
        Assert.InRange(block.DelaySinceLastSenderReport, 0u, 5u * 65536);

        browser.SendRtcp(Compose((ref RtcpWriter writer) =>
        {
            writer.BeginReceiverReport(BrowserSsrc);
            writer.AddBlock(new() { Ssrc = OurSsrc, LastSenderReport = (uint)(info.Ntp >> 16) });
        }));
        var stream = Assert.Single((await StatisticsAsync(test, stream => stream.RoundTripTime is not null)).Streams);
        Assert.InRange(stream.RoundTripTime!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(1, stream.PacketsLost);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task The_wish_for_a_key_frame_reaches_the_sender(bool asksByFir, bool understandsFirAlone)
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        await ConnectVideoEchoAsync(test, browser, new() { Pli = !understandsFirAlone, Fir = true, ReducedSize = true });
        browser.SendRtp(RtpBuilder.Make(96, 10, 90_000, BrowserSsrc, Payload));
        await browser.ReceiveRtpAsync();
        browser.SendRtcp(Compose((ref RtcpWriter writer) =>
        {
            if (asksByFir)
            {
                writer.AddFir(BrowserSsrc, OurSsrc, 1);
            }
            else
            {
                writer.AddPli(BrowserSsrc, OurSsrc);
            }
        }));
        var request = await browser.NextRtcpAsync(RtcpTypes.PayloadFeedback);
        Assert.Equal(understandsFirAlone ? FeedbackFormats.Fir : FeedbackFormats.Pli, request[0] & 0x1F);
        Assert.Equal(BrowserSsrc, BinaryPrimitives.ReadUInt32BigEndian(request.AsSpan(understandsFirAlone ? 12 : 8)));
    }

    [Fact]
    public async Task A_sender_without_feedback_is_to_be_asked_by_signalling()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        await ConnectVideoEchoAsync(test, browser, new());
        browser.SendRtp(RtpBuilder.Make(96, 10, 90_000, BrowserSsrc, Payload));
        await browser.ReceiveRtpAsync();
        test.Plane.RequestKeyFrame(test.Session, MediaSide.A);
        Assert.Equal(MediaSide.A, (await test.NextAsync<MediaKeyFrameNeeded>()).Side);
    }

    [Fact]
    public async Task Arrivals_are_told_for_congestion_control()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        await ConnectVideoEchoAsync(test, browser, new() { TransportCc = true, ReducedSize = true });
        foreach (var number in (byte[])[254, 255, 1])
        {
            browser.SendRtp(RtpBuilder.Make(96, number, 90_000, BrowserSsrc, Payload, extension: [(TransportCcId << 4) | 1, 0, number]));
        }
        var feedback = await browser.NextRtcpAsync(RtcpTypes.TransportFeedback);
        Assert.Equal(FeedbackFormats.TransportCc, feedback[0] & 0x1F);
        var body = feedback.AsSpan(12);
        var told = 0;
        for (var i = 0; i < 7; i++)
        {
            told += (BinaryPrimitives.ReadUInt16BigEndian(body[8..]) >> (2 * i) & 3) == 0 ? 0 : 1;
        }
        Assert.True(told > 0, Convert.ToHexString(feedback));
        Assert.True(body.Length > 10, Convert.ToHexString(feedback));
    }

    [Fact]
    public async Task Packets_that_a_browser_misses_are_sent_again()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        await ConnectVideoEchoAsync(test, browser, new() { Nack = true, TransportCc = true });
        for (ushort number = 10; number < 13; number++)
        {
            browser.SendRtp(RtpBuilder.Make(96, number, 90_000, BrowserSsrc, [(byte)number, 1], marker: true));
            await browser.ReceiveRtpAsync();
        }
        browser.SendRtcp(Compose((ref RtcpWriter writer) => writer.AddNack(BrowserSsrc, OurSsrc, [10, 12])));
        var first = await browser.ReceiveRtpAsync();
        var second = await browser.ReceiveRtpAsync();

        // The transport sequence number goes on: 1 to 3 were the packets themselves.
        var start = BinaryPrimitives.ReadUInt16BigEndian(first.AsSpan(2));
        Assert.Equal(
            RtpBuilder.Make(97, start, 90_000, OurRtxSsrc, [0, 10, 10, 1], marker: true, [(TransportCcId << 4) | 1, 0, 4]), first);
        Assert.Equal(
            RtpBuilder.Make(97, ++start, 90_000, OurRtxSsrc, [0, 12, 12, 1], marker: true, [(TransportCcId << 4) | 1, 0, 5]), second);
    }

    [Fact]
    public void Feedback_names_what_came_and_what_did_not()
    {
        var arrivals = new TransportArrivals();
        arrivals.Add(65535, 64_000);
        arrivals.Add(1, 64_500);
        arrivals.Add(2, 264_500);
        var body = new byte[100];
        var length = arrivals.WriteFeedback(body);
        Assert.Equal("FFFF" + "0004" + "000001" + "00" + "D180" + "00" + "02" + "0320", Convert.ToHexString(body[..length]));
        Assert.False(arrivals.HasNews);
    }

    private const byte TransportCcId = 3;

    private static async Task ConnectVideoEchoAsync(TestPlane test, FakeBrowser browser, FeedbackPlan feedback)
    {
        var a = await test.OpenWebRtcAsync(MediaSide.A);
        var stream = Plans.Video(a.Id, Plans.Vp8(96), Plans.Rtx(97)) with
        {
            LocalSsrc = OurSsrc, LocalRtxSsrc = OurRtxSsrc, Cname = "us", Feedback = feedback, HeaderExtensions = [new(TransportCcId, HeaderExtensions.TransportCc)],
        };
        test.Apply(Plans.WebRtc(MediaSide.A, browser.PlanFor(a), stream));
        await browser.ConnectAsync(a);
        await test.NextAsync<MediaEstablished>();
    }

    private static async Task<MediaStatistics> StatisticsAsync(TestPlane test, Predicate<MediaStreamStatistics> match)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        while (true)
        {
            var statistics = await test.StatisticsAsync();
            if (statistics.Streams.Any(stream => match(stream)))
            {
                return statistics;
            }
            await Task.Delay(20, limit.Token);
        }
    }

    private delegate void Write(ref RtcpWriter writer);

    private static byte[] Compose(Write write)
    {
        var buffer = new byte[RtcpPacket.MaxLength];
        var writer = new RtcpWriter(buffer);
        write(ref writer);
        return buffer[..writer.Length];
    }
}
