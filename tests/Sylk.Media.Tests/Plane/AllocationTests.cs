using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Media;
using Sylk.Media.Dtls;
using Sylk.Media.Plane;
using Sylk.Media.Tests.Peers;

namespace Sylk.Media.Tests.Plane;

/// <summary>The collector must have nothing to do because of packets.</summary>
public sealed class AllocationTests
{
    // 20 ms apart: long enough for everything that happens once in a while to have happened.
    private const int Warm = 600;
    private const int Packets = 1000;
    private const int Runs = 4;
    private const uint BrowserSsrc = 4242;
    private static readonly MediaSessionId Session = new(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_steady_packet_costs_no_memory(bool overTcp)
    {
        var time = new ManualTime();
        using var dtls = new DtlsContext(DtlsCertificate.Create(TimeProvider.System));
        var options = new MediaPlaneOptions { WebRtcPort = 0, RtpPortStart = 0, ConsentTimeout = TimeSpan.FromHours(1) };
        using var loop = new PlaneLoop(0, options, dtls, new MediaClock(time), NullLogger.Instance);
        using var browser = new FakeBrowser(overTcp);
        using var phone = new FakePhone();
        loop.Start();
        var established = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() => loop.OpenSession(Session, "test", happened =>
        {
            if (happened is MediaEstablished { Side: MediaSide.A })
            {
                established.SetResult();
            }
        }));
        var a = await loop.InvokeAsync(() => loop.OpenWebRtcTransport(Session, MediaSide.A, new(1)));
        var b = await loop.InvokeAsync(() => loop.OpenRtpTransport(Session, MediaSide.B, new(2)));
        HeaderExtensionPlan[] extensions =
            [new(1, "urn:ietf:params:rtp-hdrext:ssrc-audio-level"), new(3, "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01")];
        loop.Post(() => loop.Find(Session).Apply(
        [
            Plans.WebRtc(MediaSide.A, browser.PlanFor(a), Plans.Video(a.Id, Plans.Vp8(96), Plans.Rtx(97)) with
            {
                LocalSsrc = 77, LocalRtxSsrc = 78, HeaderExtensions = extensions, Feedback = new() { Nack = true, TransportCc = true, Pli = true, Remb = true },
            }),
            Plans.Rtp(MediaSide.B, phone.For(b), Plans.Video(b.Id, Plans.Vp8(34))),
        ]));
        await browser.ConnectAsync(a);
        await established.Task.WaitAsync(Wait.Limit);

        ushort number = 0;
        await RelayAsync(Warm);

        // What happens for the first time, a full socket for instance, may cost something once.
        List<long> costs = [];
        for (var i = 0; i < Runs; i++)
        {
            var before = Allocated(loop);
            await RelayAsync(Packets);
            costs.Add(Allocated(loop) - before);
        }

        Assert.Contains(0, costs);

        async Task RelayAsync(int count)
        {
            var payload = new byte[160];
            for (var i = 0; i < count; i++)
            {
                number++;
                time.Advance(TimeSpan.FromMilliseconds(20));
                browser.SendRtp(RtpBuilder.Make(
                    96, number, number * 960u, BrowserSsrc, payload, extension: [0x10, 30, 0x31, (byte)(number >> 8), (byte)number]));
                await phone.ReceiveRtpAsync();
                phone.SendRtp(RtpBuilder.Make(34, number, number * 960u, 99, payload), b.Rtp);
                await browser.ReceiveRtpAsync();
            }
        }
    }

    /// <summary>Bytes the loop's thread has ever allocated. To find out costs none: a task would.</summary>
    private static long Allocated(PlaneLoop loop)
    {
        using var done = new ManualResetEventSlim();
        long allocated = 0;
        loop.Post(() =>
        {
            allocated = GC.GetAllocatedBytesForCurrentThread();
            done.Set();
        });
        Assert.True(done.Wait(Wait.Limit));
        return allocated;
    }
}
