using System.Buffers.Binary;
using Sylk.Abstractions.Media;
using Sylk.Media.Plane;
using Sylk.Media.Rtcp;
using Sylk.Media.Tests.Peers;

namespace Sylk.Media.Tests.Plane;

public sealed class RtcpTests
{
    private const uint BrowserSsrc = 42;
    private const uint OurSsrc = 1234;
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

        var report = await NextAsync(browser, RtcpTypes.SenderReport);
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
        var request = await NextAsync(browser, RtcpTypes.PayloadFeedback);
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

    private static async Task ConnectVideoEchoAsync(TestPlane test, FakeBrowser browser, FeedbackPlan feedback)
    {
        var a = await test.OpenWebRtcAsync(MediaSide.A);
        var stream = Plans.Video(a.Id, Plans.Vp8(96)) with { LocalSsrc = OurSsrc, Cname = "us", Feedback = feedback };
        test.Apply(Plans.WebRtc(MediaSide.A, browser.PlanFor(a), stream));
        await browser.ConnectAsync(a);
        await test.NextAsync<MediaEstablished>();
    }

    /// <summary>The next packet of a type, out of whatever compound.</summary>
    private static async Task<byte[]> NextAsync(FakeBrowser browser, byte type)
    {
        while (true)
        {
            if (Find(await browser.ReceiveRtcpAsync(), type) is { } found)
            {
                return found;
            }
        }
    }

    private static byte[]? Find(byte[] compound, byte type)
    {
        var reader = new RtcpReader(compound);
        while (reader.MoveNext())
        {
            if (reader.Type == type)
            {
                return reader.Packet.ToArray();
            }
        }
        return null;
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
