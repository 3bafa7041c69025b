using Sylk.Abstractions.Media;
using Sylk.Media.Ice;
using Sylk.Media.Plane;
using Sylk.Media.Stun;
using Sylk.Media.Tests.Peers;

namespace Sylk.Media.Tests.Plane;

/// <summary>Only a verified check makes an address that of a browser.</summary>
public sealed class IceTests
{
    private static readonly byte[] Payload = [1, 2, 3];

    [Fact]
    public async Task DTLS_from_an_address_without_a_check_is_not_looked_at()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        var a = await OpenAsync(test, browser);
        browser.SetServer(a);
        browser.StartDtls(a);

        // What the server would have said to the ClientHello would have come before the answer to the check.
        Assert.Equal(StunMessageType.BindingError, TypeOf(await browser.CheckAsync(nominate: true, remote: a.Ice with { Password = "wrong" })));
        Assert.Equal(0, browser.DtlsDatagrams);
        await browser.ConnectAsync(a);
        await test.NextAsync<MediaEstablished>(established => established.Side == MediaSide.A);
    }

    [Fact]
    public async Task Media_from_an_address_without_a_check_is_not_looked_at()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        using var stranger = new FakeBrowser();
        var a = await OpenAsync(test, browser);
        await browser.ConnectAsync(a);
        stranger.SetServer(a);
        var first = RtpBuilder.Make(111, 500, 9000, 4242, Payload);
        var caught = browser.Protect(first);
        stranger.SendRaw(caught);
        Assert.Equal(StunMessageType.BindingError, TypeOf(await stranger.CheckAsync(nominate: true, remote: a.Ice with { Password = "wrong" })));
        stranger.SendRaw(caught);

        // Taken from the stranger it would be a replay now.
        browser.SendRaw(caught);
        Assert.Equal(500, Number(await browser.ReceiveRtpAsync()));
    }

    [Fact]
    public async Task A_restart_changes_the_credentials_and_nothing_else()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        var a = await OpenAsync(test, browser);
        await browser.ConnectAsync(a);
        await test.NextAsync<MediaEstablished>();
        browser.SendRtp(RtpBuilder.Make(111, 500, 9000, 4242, Payload));
        Assert.Equal(500, Number(await browser.ReceiveRtpAsync()));

        var before = browser.Credentials;
        var restarted = await test.Plane.RestartIceAsync(test.Session, a.Id, CancellationToken.None);
        Assert.NotEqual(a.Ice, restarted);
        browser.Credentials = IceRandom.MakeCredentials();
        Apply(test, a, browser);

        // The old ones are good until the new ones have nominated a pair.
        Assert.Equal(StunMessageType.BindingSuccess, TypeOf(await browser.CheckAsync(nominate: false, before, a.Ice)));
        Assert.Equal(StunMessageType.BindingSuccess, TypeOf(await browser.CheckAsync(nominate: true, remote: restarted)));
        browser.SendRaw(FakeBrowser.MakeCheck(before, a.Ice, nominate: true));
        Assert.Equal(StunMessageType.BindingSuccess, TypeOf(await browser.CheckAsync(nominate: false, remote: restarted)));
        Assert.False(browser.HasStun);

        browser.SendRtp(RtpBuilder.Make(111, 501, 9960, 4242, Payload));
        Assert.Equal(501, Number(await browser.ReceiveRtpAsync()));
        Assert.False(test.HasEvent(_ => true));
    }

    [Fact]
    public async Task A_browser_that_changes_its_address_is_followed()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        var a = await OpenAsync(test, browser);
        await browser.ConnectAsync(a);
        browser.SendRtp(RtpBuilder.Make(111, 500, 9000, 4242, Payload));
        await browser.ReceiveRtpAsync();
        browser.Move();
        Assert.Equal(StunMessageType.BindingSuccess, TypeOf(await browser.CheckAsync(nominate: true)));
        browser.SendRtp(RtpBuilder.Make(111, 501, 9960, 4242, Payload));
        Assert.Equal(501, Number(await browser.ReceiveRtpAsync()));
    }

    private static async Task<WebRtcTransportInfo> OpenAsync(TestPlane test, FakeBrowser browser)
    {
        var a = await test.OpenWebRtcAsync(MediaSide.A);
        Apply(test, a, browser);
        return a;
    }

    private static void Apply(TestPlane test, WebRtcTransportInfo server, FakeBrowser browser) => test.Apply(
        Plans.WebRtc(MediaSide.A, browser.PlanFor(server), Plans.Audio(server.Id, Plans.Opus(111)) with { LocalSsrc = 1234 }));

    private static int Number(byte[] packet) => (packet[2] << 8) | packet[3];

    private static StunMessageType TypeOf(ReadOnlySpan<byte> message)
    {
        Assert.True(StunMessage.TryParse(message, out var parsed));
        return parsed.Type;
    }
}
