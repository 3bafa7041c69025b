using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Sessions;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Sessions;

public sealed class IncomingCallTests
{
    private static readonly string Session = SessionId.Of("call-1@sylk.test");

    [Fact]
    public async Task A_call_rings_is_answered_and_ended_by_the_caller()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, call, handled) = await RingAsync(host);
        await browser.RefusedAsync($$"""{"sylkrtc":"session-answer","session":"{{Session}}","sdp":"x"}""", "Invalid SDP (doesn't start with v=)");
        await browser.RequestAsync($$"""{"sylkrtc":"session-answer","session":"{{Session}}","sdp":"v=0\r\no=\r\ns=\r\nm="}""");
        await ExpectStateAsync(browser, "accepted");
        Assert.Equal("answer answer of A: v", await call.NextDoneAsync());
        var media = await host.Media.NextRelayAsync();
        media.Tell(new MediaEstablished(MediaSide.A));
        await ExpectStateAsync(browser, "established");
        Assert.False(handled.IsCompleted);
        call.Tell(new CallEnded(CallEndedBy.Remote, 200, "OK", null, WasEstablished: true));
        await ExpectStateAsync(browser, "terminated", ",\"reason\":\"200 Session Terminated\"");
        await handled.WaitAsync(Deadline.Time);
        browser.Dispose();
    }

    [Theory]
    [InlineData("theirs")]
    [InlineData(null)]
    public async Task A_caller_without_offer_gets_ours(string? ackSdp)
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, registration) = await host.RegisterAsync("bob@sylk.test");
        var call = new FakeIncomingCall(offer: null) { AckSdp = ackSdp };
        _ = registration.Options.OnCall(call, CancellationToken.None);
        Assert.Equal("offer to A", (string?)(await browser.ReceiveAsync())!["sdp"]);
        await browser.RequestAsync($$"""{"sylkrtc":"session-answer","session":"{{Session}}","sdp":"v=0\r\no=\r\ns=\r\nm="}""");
        await ExpectStateAsync(browser, "accepted");
        Assert.Equal("progress 180", await call.NextDoneAsync());
        Assert.Equal("answer offer to B", await call.NextDoneAsync());
        var media = await host.Media.NextRelayAsync();
        Assert.StartsWith("A v=0", await Deadline.Read(media.Applied.Reader), StringComparison.Ordinal);
        if (ackSdp is not null)
        {
            Assert.Equal("B theirs", await Deadline.Read(media.Applied.Reader));
        }
        else
        {
            await ExpectStateAsync(browser, "terminated", ",\"reason\":\"488 Not Acceptable Here\"");
            Assert.Equal("end 488", await call.NextDoneAsync());
        }

        browser.Dispose();
    }

    [Fact]
    public async Task A_call_to_two_accounts_of_a_connection_is_offered_twice()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, registration) = await host.RegisterAsync("bob@sylk.test");
        await browser.RequestAsync("""{"sylkrtc":"account-add","account":"carol@sylk.test","password":"x"}""");
        await browser.RequestAsync("""{"sylkrtc":"account-register","account":"carol@sylk.test"}""");
        var second = await host.Sip.NextRegistrationAsync();
        _ = registration.Options.OnCall(new FakeIncomingCall("offer"), CancellationToken.None);
        var first = (string?)(await browser.ReceiveAsync())!["session"];
        _ = second.Options.OnCall(new FakeIncomingCall("offer"), CancellationToken.None);
        var incoming = await browser.ReceiveAsync();
        Assert.Equal("carol@sylk.test", (string?)incoming!["account"]);
        Assert.Equal(Session, first);
        Assert.NotEqual(Session, (string?)incoming["session"]);
        browser.Dispose();
    }

    [Fact]
    public async Task Unregistering_declines_what_rings_and_keeps_what_was_answered()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, call, _) = await RingAsync(host);
        await browser.StartAsync("""{"sylkrtc":"account-unregister","account":"bob@sylk.test"}""");
        await ExpectStateAsync(browser, "terminated", ",\"reason\":\"480 Temporarily Unavailable\"");
        Assert.Equal("end 480", await call.NextDoneAsync());
        browser.Dispose();
    }

    [Fact]
    public async Task A_declined_call_is_busy_and_not_missed()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, call, _) = await RingAsync(host);
        await browser.RequestAsync($$"""{"sylkrtc":"session-terminate","session":"{{Session}}"}""");
        Assert.Equal("reject 486", await call.NextDoneAsync());
        await ExpectStateAsync(browser, "terminated", ",\"reason\":\"486 Busy Here\"");
        await browser.RequestAsync("""{"sylkrtc":"ping"}""");
        browser.Dispose();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("SIP;cause=200;text=\"Call completed elsewhere\"", false)]
    public async Task A_call_given_up_is_missed_unless_answered_elsewhere(string? reason, bool isMissed)
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, call, _) = await RingAsync(host);
        call.Tell(new CallEnded(CallEndedBy.Remote, 487, "Request Terminated", reason, WasEstablished: false));
        await ExpectStateAsync(browser, "terminated", ",\"reason\":\"487 Request Terminated\"");
        if (isMissed)
        {
            await browser.ExpectAsync("""{"sylkrtc":"account-event","account":"bob@sylk.test","event":"missed-session","originator":{"uri":"alice@sylk.test","display_name":"Alice"}}""");
        }

        await browser.RequestAsync("""{"sylkrtc":"ping"}""");
        browser.Dispose();
    }

    [Fact]
    public async Task A_lost_connection_refuses_what_rings_there()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, call, handled) = await RingAsync(host);
        browser.Vanish();
        Assert.Equal("end 480", await call.NextDoneAsync());
        await handled.WaitAsync(Deadline.Time);
    }

    private static async Task<(Browser Browser, FakeIncomingCall Call, Task Handled)> RingAsync(GatewayHost host)
    {
        var (browser, registration) = await host.RegisterAsync("bob@sylk.test");
        var call = new FakeIncomingCall("offer");
        var handled = registration.Options.OnCall(call, CancellationToken.None);
        Assert.Equal("progress 180", await call.NextDoneAsync());
        await browser.ExpectAsync($$"""
            {"sylkrtc":"account-event","account":"bob@sylk.test","event":"incoming-session","session":"{{Session}}",
             "originator":{"uri":"alice@sylk.test","display_name":"Alice"},"sdp":"offer of B","call_id":"call-1@sylk.test"}
            """);
        return (browser, call, handled);
    }

    private static Task ExpectStateAsync(Browser browser, string state, string more = "") =>
        browser.ExpectAsync($$"""{"sylkrtc":"session-event","session":"{{Session}}","event":"state","state":"{{state}}"{{more}}}""");
}
