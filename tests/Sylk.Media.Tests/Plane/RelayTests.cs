using Sylk.Abstractions.Media;
using Sylk.Media.Plane;
using Sylk.Media.Tests.Peers;

namespace Sylk.Media.Tests.Plane;

public sealed class RelayTests
{
    private static readonly byte[] Payload = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_browser_and_a_phone_hear_each_other(bool serverIsDtlsClient)
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        using var phone = new FakePhone();
        var a = await test.OpenWebRtcAsync(MediaSide.A);
        var b = await test.OpenRtpAsync(MediaSide.B);
        test.Apply(
            Plans.WebRtc(MediaSide.A, browser.PlanFor(a, serverIsDtlsClient), Plans.Audio(a.Id, Plans.Opus(111)) with { LocalSsrc = 77 }),
            Plans.Rtp(MediaSide.B, phone.For(b), Plans.Audio(b.Id, Plans.Opus(96))));
        Assert.Equal(MediaSide.B, (await test.NextAsync<MediaEstablished>()).Side);
        await browser.ConnectAsync(a, serverIsDtlsClient);
        Assert.Equal(MediaSide.A, (await test.NextAsync<MediaEstablished>()).Side);
        Assert.Equal(SrtpProfile.AeadAes128Gcm, browser.Profile);

        browser.SendRtp(RtpBuilder.Make(111, 500, 9000, 4242, Payload, marker: true));
        Assert.Equal(RtpBuilder.Make(96, 500, 9000, 4242, Payload, marker: true), await phone.ReceiveRtpAsync());

        phone.SendRtp(RtpBuilder.Make(96, 8, 160, 99, Payload), b.Rtp);
        Assert.Equal(RtpBuilder.Make(111, 8, 160, 77, Payload), await browser.ReceiveRtpAsync());

        var statistics = await test.StatisticsAsync();
        Assert.Equal([1, 1], statistics.Streams.Select(stream => stream.PacketsReceived));
        Assert.Equal([1, 1], statistics.Streams.Select(stream => stream.PacketsSent));
        Assert.All(statistics.Streams, stream => Assert.Equal("opus", stream.Codec));
    }

    [Fact]
    public async Task A_phone_hears_its_echo()
    {
        using var test = new TestPlane();
        using var phone = new FakePhone();
        var a = await test.OpenRtpAsync(MediaSide.A);
        test.Apply(Plans.Rtp(MediaSide.A, phone.For(a), Plans.Audio(a.Id, Plans.Opus(96))));
        await test.NextAsync<MediaEstablished>();
        var packet = RtpBuilder.Make(96, 1, 1000, 5, Payload);
        phone.SendRtp(packet, a.Rtp);
        Assert.Equal(packet, await phone.ReceiveRtpAsync());
    }

    [Fact]
    public async Task A_browser_hears_its_echo_under_the_ssrc_announced_to_it()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        var a = await test.OpenWebRtcAsync(MediaSide.A);
        test.Apply(Plans.WebRtc(MediaSide.A, browser.PlanFor(a), Plans.Audio(a.Id, Plans.Opus(111)) with { LocalSsrc = 1234 }));
        await browser.ConnectAsync(a);
        browser.SendRtp(RtpBuilder.Make(111, 65535, 4_000_000_000, 42, Payload));
        browser.SendRtp(RtpBuilder.Make(111, 0, 4_000_000_960, 42, Payload));
        Assert.Equal(RtpBuilder.Make(111, 65535, 4_000_000_000, 1234, Payload), await browser.ReceiveRtpAsync());
        Assert.Equal(RtpBuilder.Make(111, 0, 4_000_000_960, 1234, Payload), await browser.ReceiveRtpAsync());
    }

    [Fact]
    public async Task The_end_of_the_association_is_reported()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        var a = await test.OpenWebRtcAsync(MediaSide.A);
        test.Apply(Plans.WebRtc(MediaSide.A, browser.PlanFor(a), Plans.Audio(a.Id, Plans.Opus(111))));
        await browser.ConnectAsync(a);
        browser.Close();
        Assert.Equal(MediaFailure.DtlsClosed, (await test.NextAsync<MediaFailed>()).Failure);
    }
}
