using System.Buffers.Binary;
using System.Net.Sockets;
using Sylk.Abstractions.Media;
using Sylk.Media.Ice;
using Sylk.Media.Stun;
using Sylk.Media.Tests.Peers;

namespace Sylk.Media.Tests.Plane;

/// <summary>Browsers that reach the server by TCP alone (RFC 6544).</summary>
public sealed class IceTcpTests
{
    private static readonly byte[] Payload = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_browser_over_TCP_and_a_phone_hear_each_other(bool serverIsDtlsClient)
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser(overTcp: true);
        using var phone = new FakePhone();
        var a = await test.OpenWebRtcAsync(MediaSide.A);
        var b = await test.OpenRtpAsync(MediaSide.B);
        test.Apply(
            Plans.WebRtc(MediaSide.A, browser.PlanFor(a, serverIsDtlsClient), Plans.Audio(a.Id, Plans.Opus(111)) with { LocalSsrc = 77 }),
            Plans.Rtp(MediaSide.B, phone.For(b), Plans.Audio(b.Id, Plans.Opus(96))));
        await browser.ConnectAsync(a, serverIsDtlsClient);
        Assert.Equal(MediaSide.A, (await test.NextAsync<MediaEstablished>(established => established.Side == MediaSide.A)).Side);

        for (ushort number = 500; number < 520; number++)
        {
            browser.SendRtp(RtpBuilder.Make(111, number, 9000, 4242, Payload));
            Assert.Equal(RtpBuilder.Make(96, number, 9000, 4242, Payload), await phone.ReceiveRtpAsync());
            phone.SendRtp(RtpBuilder.Make(96, number, 160, 99, Payload), b.Rtp);
            Assert.Equal(RtpBuilder.Make(111, number, 160, 77, Payload), await browser.ReceiveRtpAsync());
        }
        await test.Plane.CloseSessionAsync(test.Session);
        await browser.TcpClosed.WaitAsync(Wait.Limit);
    }

    [Fact]
    public async Task Candidates_for_TCP_come_after_those_for_UDP_on_the_same_port()
    {
        using var test = new TestPlane();
        var candidates = (await test.OpenWebRtcAsync(MediaSide.A)).Candidates;
        Assert.Equal([false, true], candidates.Select(candidate => candidate.IsTcp));
        Assert.Equal(candidates[0].EndPoint, candidates[1].EndPoint);
        Assert.True(candidates[0].Priority > candidates[1].Priority);
    }

    [Fact]
    public async Task A_connection_lasts_no_longer_than_its_checks()
    {
        var time = new ManualTime();
        using var test = new TestPlane(options => options with { ConsentTimeout = TimeSpan.FromMinutes(1) }, time);
        using var proven = new FakeBrowser(overTcp: true);
        using var unproven = new FakeBrowser(overTcp: true);
        var server = await test.OpenWebRtcAsync(MediaSide.A);
        proven.SetServer(server);
        unproven.SetServer(server);
        await proven.CheckAsync(nominate: true);
        var refusal = await unproven.CheckAsync(nominate: true, remote: server.Ice with { Password = "a password that is not the right one" });
        Assert.Equal(StunMessageType.BindingError, TypeOf(refusal));

        time.Advance(TimeSpan.FromSeconds(11));
        await test.SettleAsync();
        await unproven.TcpClosed.WaitAsync(Wait.Limit);
        Assert.Equal(StunMessageType.BindingSuccess, TypeOf(await proven.CheckAsync(nominate: true)));

        time.Advance(TimeSpan.FromSeconds(61));
        await test.SettleAsync();
        await proven.TcpClosed.WaitAsync(Wait.Limit);
    }

    [Fact]
    public async Task A_stranger_may_not_send_long_frames()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser(overTcp: true);
        browser.SetServer(await test.OpenWebRtcAsync(MediaSide.A));
        browser.SendRaw(new byte[513]);
        await browser.TcpClosed.WaitAsync(Wait.Limit);
    }

    [Fact]
    public async Task Of_too_many_strangers_the_oldest_gives_way()
    {
        using var test = new TestPlane(options => options with { WebRtcTcpMaxUnproven = 2 });
        var server = await test.OpenWebRtcAsync(MediaSide.A);
        using var first = new FakeBrowser(overTcp: true);
        using var second = new FakeBrowser(overTcp: true);
        using var third = new FakeBrowser(overTcp: true);
        first.SetServer(server);
        second.SetServer(server);
        third.SetServer(server);
        await first.TcpClosed.WaitAsync(Wait.Limit);
        Assert.Equal(StunMessageType.BindingSuccess, TypeOf(await second.CheckAsync(nominate: false)));
        Assert.Equal(StunMessageType.BindingSuccess, TypeOf(await third.CheckAsync(nominate: false)));
    }

    /// <summary>The kernel takes frames in part and then none; the next ones must begin where frames begin.</summary>
    [Fact]
    public async Task A_reader_that_falls_behind_loses_whole_frames_only()
    {
        using var test = new TestPlane();
        var server = await test.OpenWebRtcAsync(MediaSide.A);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        socket.Connect(server.Candidates.First(candidate => candidate.IsTcp).EndPoint);
        var local = IceRandom.MakeCredentials();
        var check = FakeBrowserTcp.Frame(FakeBrowser.MakeCheck(local, server.Ice, nominate: true));
        const int rounds = 200;
        const int checks = 100;
        for (var i = 0; i < rounds; i++)
        {
            for (var j = 0; j < checks; j++)
            {
                socket.Send(check);
            }
            await test.SettleAsync();
        }
        await using var stream = new NetworkStream(socket);
        var last = FakeBrowser.MakeCheck(local, server.Ice, nominate: false);
        var answered = 0;
        for (byte[] response = []; !SameTransaction(response, last); answered++)
        {
            var header = new byte[2];
            if (!socket.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectRead))
            {
                await socket.SendAsync(FakeBrowserTcp.Frame(last));
            }
            await stream.ReadExactlyAsync(header);
            response = new byte[BinaryPrimitives.ReadUInt16BigEndian(header)];
            await stream.ReadExactlyAsync(response);
            Assert.Equal(StunMessageType.BindingSuccess, TypeOf(response));
        }
        Assert.InRange(answered, 1, (rounds * checks) - 1);
    }

    private static bool SameTransaction(ReadOnlySpan<byte> response, ReadOnlySpan<byte> request) =>
        response.Length >= 20 && response[8..20].SequenceEqual(request[8..20]);

    private static StunMessageType TypeOf(ReadOnlySpan<byte> message)
    {
        Assert.True(StunMessage.TryParse(message, out var parsed));
        return parsed.Type;
    }
}
