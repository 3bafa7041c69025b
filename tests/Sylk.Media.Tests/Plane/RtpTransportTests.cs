using System.Net;
using Sylk.Abstractions.Media;
using Sylk.Media.Plane;
using Sylk.Media.Rtcp;
using Sylk.Media.Tests.Peers;

namespace Sylk.Media.Tests.Plane;

/// <summary>The ports of a phone's leg: where packets go, and from where they are taken.</summary>
public sealed class RtpTransportTests
{
    private static readonly IPAddress AnotherHost = IPAddress.Parse("127.0.0.2");

    [Fact]
    public async Task The_port_of_a_phone_is_learned_once_and_from_its_address_only()
    {
        using var test = new TestPlane();
        using var signalled = new FakePhone();
        using var stranger = new FakePhone(AnotherHost);
        using var translated = new FakePhone();
        using var late = new FakePhone();
        var server = await StartEchoAsync(test, signalled);

        stranger.SendRtp(Packet(1), server.Rtp);
        translated.SendRtp(Packet(2), server.Rtp);

        // The packet that tells is itself returned the old way.
        Assert.Equal(Packet(2), await signalled.ReceiveRtpAsync());
        late.SendRtp(Packet(3), server.Rtp);
        signalled.SendRtp(Packet(4), server.Rtp);
        translated.SendRtp(Packet(5), server.Rtp);
        Assert.Equal(Packet(5), await translated.ReceiveRtpAsync());
        Assert.False(stranger.HasRtp || late.HasRtp || signalled.HasRtp);
    }

    [Fact]
    public async Task A_phone_that_moves_says_so_and_is_learned_anew()
    {
        using var test = new TestPlane();
        using var before = new FakePhone();
        using var after = new FakePhone(AnotherHost);
        using var translated = new FakePhone(AnotherHost);
        var server = await StartEchoAsync(test, before);
        before.SendRtp(Packet(1), server.Rtp);
        await before.ReceiveRtpAsync();

        Apply(test, server, after.For(server));
        await test.StatisticsAsync();
        before.SendRtp(Packet(2), server.Rtp);
        translated.SendRtp(Packet(3), server.Rtp);
        Assert.Equal(Packet(3), await after.ReceiveRtpAsync());
        translated.SendRtp(Packet(4), server.Rtp);
        Assert.Equal(Packet(4), await translated.ReceiveRtpAsync());
        Assert.False(before.HasRtp || after.HasRtp);
    }

    /// <summary>Reports of a phone behind a NAT may come from a port of their own even if they were to share that of media.</summary>
    [Fact]
    public async Task Reports_do_not_tell_where_media_goes()
    {
        using var test = new TestPlane();
        using var phone = new FakePhone();
        using var reports = new FakePhone();
        var server = await test.OpenRtpAsync(MediaSide.A);
        Apply(test, server, phone.For(server) with { RtcpMux = true, RemoteRtcp = phone.Rtp });
        await test.NextAsync<MediaEstablished>();
        reports.SendRtp([0x80, 201, 0, 1, 0, 0, 0, 9], server.Rtp);
        phone.SendRtp(Packet(1), server.Rtp);
        Assert.Equal(Packet(1), await phone.ReceiveRtpAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reports_go_to_the_next_port_or_share_that_of_media(bool isShared)
    {
        var time = new ManualTime();
        using var test = new TestPlane(time: time);
        using var phone = new FakePhone();
        var server = await test.OpenRtpAsync(MediaSide.A);
        Apply(test, server, phone.For(server) with { RtcpMux = isShared });
        await test.NextAsync<MediaEstablished>();
        for (ushort second = 0; second < 6; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            phone.SendRtp(Packet(second), server.Rtp);
            var received = await phone.ReceiveRtpAsync();
            if (RtcpPacket.IsRtcp(received))
            {
                Assert.True(isShared);
                return;
            }
        }
        Assert.False(isShared);
        Assert.True(RtcpPacket.IsRtcp(await phone.ReceiveRtcpAsync()));
    }

    [Fact]
    public async Task A_port_rests_after_its_call()
    {
        var time = new ManualTime();
        var start = FreePorts.FindPairs(2);
        using var test = new TestPlane(
            options => options with { RtpPortStart = start, RtpPortEnd = start + 4, RtpPortQuarantine = TimeSpan.FromSeconds(30) }, time);
        var first = await OpenAsync(test);
        test.Plane.CloseTransport(test.Session, first.Id);
        for (var i = 0; i < 10; i++)
        {
            var other = await OpenAsync(test);
            Assert.NotEqual(first.Rtp.Port, other.Rtp.Port);
            Assert.Equal(other.Rtp.Port + 1, other.Rtcp.Port);

            // With both at rest the one that has rested longer would be taken; it must not come to that.
            time.Advance(TimeSpan.FromSeconds(30));
            test.Plane.CloseTransport(test.Session, other.Id);
            first = other;
        }

        var last = await OpenAsync(test);
        Assert.NotEqual(first.Rtp.Port, last.Rtp.Port);
        Assert.Equal(first.Rtp.Port, (await OpenAsync(test)).Rtp.Port);
        Assert.Equal(MediaError.NoResources, (await Assert.ThrowsAsync<MediaException>(() => OpenAsync(test))).Error);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.9:4000", true)]
    [InlineData("192.0.2.1", "127.0.0.1:4000", false)]
    [InlineData("192.0.2.1", "169.254.169.254:4000", false)]
    [InlineData("192.0.2.1", "224.0.0.1:4000", false)]
    [InlineData("192.0.2.1", "255.255.255.255:4000", false)]
    [InlineData("192.0.2.1", "0.0.0.0:4000", false)]
    [InlineData("192.0.2.1", "192.0.2.9:0", false)]
    [InlineData("192.0.2.1", "[2001:db8::1]:4000", false)]
    [InlineData("127.0.0.1", "127.0.0.2:4000", true)]
    [InlineData("2001:db8::1", "[2001:db8::2]:4000", true)]
    [InlineData("2001:db8::1", "[::1]:4000", false)]
    [InlineData("2001:db8::1", "[fe80::1]:4000", false)]
    [InlineData("2001:db8::1", "[ff02::1]:4000", false)]
    public void A_description_cannot_have_packets_sent_anywhere(string own, string target, bool isAllowed)
    {
        var policy = new RtpTargetPolicy(new() { RtpAddress = IPAddress.Parse(own) });
        Assert.Equal(isAllowed, policy.Allows(Media.Sockets.TransportAddress.From(IPEndPoint.Parse(target))));
    }

    private static byte[] Packet(ushort number) => RtpBuilder.Make(96, number, 1000, 5, [1, 2, 3]);

    private static Task<RtpTransportInfo> OpenAsync(TestPlane test) => test.OpenRtpAsync(MediaSide.A);

    private static async Task<RtpTransportInfo> StartEchoAsync(TestPlane test, FakePhone phone)
    {
        var server = await test.OpenRtpAsync(MediaSide.A);
        Apply(test, server, phone.For(server));
        await test.NextAsync<MediaEstablished>();
        return server;
    }

    private static void Apply(TestPlane test, RtpTransportInfo server, TransportPlan transport) =>
        test.Apply(Plans.Rtp(MediaSide.A, transport, Plans.Audio(server.Id, Plans.Opus(96))));
}
