using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Sessions;

public sealed class OutgoingCallTests
{
    private const string Create = """{"sylkrtc":"session-create","session":"s1","account":"alice@sylk.test","uri":"bob@sylk.test","sdp":"v=0\r\no=\r\ns=\r\nm="}""";

    [Fact]
    public async Task A_call_is_made_answered_and_ended()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, call, media) = await CallAsync(host);
        Assert.Equal((MediaLegKind.WebRtc, MediaLegKind.Rtp), (media.A.Kind, media.B.Kind));
        Assert.Equal("offer of A", call.Options.Offer);
        Assert.Equal("sip:bob@sylk.test", call.Options.Target.ToString());
        call.Tell(new CallProgress(new(180, "Ringing"), null));
        await ExpectStateAsync(browser, "ringing");
        await ExpectStateAsync(browser, "proceeding", ",\"code\":180");
        await EstablishAsync(browser, call, media);
        await browser.RefusedAsync(Create, "Session ID s1 already in use");
        await browser.RequestAsync("""{"sylkrtc":"session-terminate","session":"s1"}""");
        Assert.Equal("end 480", await call.NextDoneAsync());
        call.Tell(new CallEnded(CallEndedBy.Local, 200, "OK", null, WasEstablished: true));
        await ExpectStateAsync(browser, "terminated", ",\"reason\":\"200 to BYE\"");
        await media.Disposed;
        await browser.RefusedAsync("""{"sylkrtc":"session-terminate","session":"s1"}""", "Unknown session s1");
        browser.Dispose();
    }

    [Fact]
    public async Task Early_media_bring_the_answer()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, call, media) = await CallAsync(host);
        call.Tell(new CallProgress(new(183, "Session Progress"), "early"));
        await ExpectStateAsync(browser, "early-media", ",\"sdp\":\"answer of B: early\",\"call_id\":\"call-1@sylk.test\"");
        await ExpectStateAsync(browser, "proceeding", ",\"code\":183");
        media.Tell(new MediaEstablished(MediaSide.A));
        call.Tell(new CallAnswered(new(200, "OK"), "early"));
        await ExpectStateAsync(browser, "accepted");
        await ExpectStateAsync(browser, "established");
        browser.Dispose();
    }

    /// <summary>What a reliable provisional response has brought need not be said again (RFC 6337 section 3.1).</summary>
    [Fact]
    public async Task An_answer_without_SDP_makes_that_of_early_media_final()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, call, media) = await CallAsync(host);
        call.Tell(new CallProgress(new(183, "Session Progress"), "early"));
        await ExpectStateAsync(browser, "early-media", ",\"sdp\":\"answer of B: early\",\"call_id\":\"call-1@sylk.test\"");
        await ExpectStateAsync(browser, "proceeding", ",\"code\":183");
        Assert.False(media.IsFinal);
        call.Tell(new CallAnswered(new(200, "OK"), null));
        await ExpectStateAsync(browser, "accepted");
        Assert.True(media.IsFinal);
        browser.Dispose();
    }

    [Fact]
    public async Task A_refusal_ends_the_call()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, call, _) = await CallAsync(host);
        call.Tell(new CallEnded(CallEndedBy.Remote, 486, "Busy Here", null, WasEstablished: false));
        await ExpectStateAsync(browser, "terminated", ",\"reason\":\"486 Busy Here\"");
        browser.Dispose();
    }

    [Fact]
    public async Task An_offer_that_cannot_be_used_is_an_error_and_the_id_free_again()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.ConnectAsync("alice@sylk.test");
        await browser.RefusedAsync(Create.Replace("v=0", "x=0", StringComparison.Ordinal), "Invalid SDP (doesn't start with v=)");
        await browser.RefusedAsync(Create.Replace("m=", "m=nothing", StringComparison.Ordinal), "nothing can pass");
        await browser.RequestAsync(Create);
    }

    [Fact]
    public async Task Trickled_candidates_and_digits_are_passed_on()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, call, media) = await CallAsync(host);
        await EstablishAsync(browser, call, media);
        await browser.RequestAsync("""{"sylkrtc":"session-trickle","session":"s1","candidates":[{"candidate":"c1","sdpMLineIndex":0,"sdpMid":"0"}]}""");
        await browser.RequestAsync("""{"sylkrtc":"session-trickle","session":"s1","candidates":[]}""");
        Assert.Equal(["A c1", "A "], media.Candidates);
        await browser.RequestAsync("""{"sylkrtc":"session-dtmf-info","session":"s1","digit":"1#","duration":10}""");
        Assert.Equal("INFO application/dtmf-relay Signal=1|Duration=10|", await call.NextDoneAsync());
        Assert.Equal("INFO application/dtmf-relay Signal=#|Duration=10|", await call.NextDoneAsync());
        browser.Dispose();
    }

    [Fact]
    public async Task Media_that_fail_end_the_call()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, call, media) = await CallAsync(host);
        await EstablishAsync(browser, call, media);
        media.Tell(new MediaFailed(MediaSide.A, MediaFailure.ConsentExpired, "gone"));
        await ExpectStateAsync(browser, "terminated", ",\"reason\":\"408 ICE consent expired\"");
        Assert.Equal("end 480", await call.NextDoneAsync());
        browser.Dispose();
    }

    [Fact]
    public async Task Updates_go_both_ways()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, call, media) = await CallAsync(host);
        await EstablishAsync(browser, call, media);
        const string update = """{"sylkrtc":"session-update","session":"s1","sdp":"v=0\r\no=\r\ns=\r\nm="}""";
        await browser.RequestAsync(update);
        Assert.Equal("re-INVITE offer of A", await call.NextDoneAsync());
        await browser.ExpectAsync("""{"sylkrtc":"session-event","session":"s1","event":"update","state":"failed","reason":"488 Not Acceptable Here"}""");
        Assert.True(media.RolledBack);
        media.LocalAnswer = "held";
        await browser.RequestAsync(update);
        await browser.ExpectAsync("""{"sylkrtc":"session-event","session":"s1","event":"update","state":"accepted","sdp":"held"}""");
        media.LocalAnswer = null;
        var offer = new FakeOffer("video");
        call.Tell(new CallOffered(offer));
        await browser.ExpectAsync("""{"sylkrtc":"session-event","session":"s1","event":"update","state":"received","sdp":"offer of B"}""");
        await browser.RequestAsync(update);
        Assert.Equal("answer of A: v", await offer.Outcome);
        browser.Dispose();
    }

    [Fact]
    public async Task A_lost_connection_ends_its_calls()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, call, media) = await CallAsync(host);
        browser.Vanish();
        Assert.Equal("end 480", await call.NextDoneAsync());
        await media.Disposed;
    }

    private static async Task<(Browser Browser, FakeOutgoingCall Call, FakeRelay Media)> CallAsync(GatewayHost host)
    {
        var browser = await host.ConnectAsync("alice@sylk.test");
        await browser.RequestAsync(Create);
        var call = await host.Sip.NextCallAsync();
        Assert.Equal("start", await call.NextDoneAsync());
        call.Tell(new CallSent());
        await ExpectStateAsync(browser, "progress");
        return (browser, call, await host.Media.NextRelayAsync());
    }

    private static async Task EstablishAsync(Browser browser, FakeOutgoingCall call, FakeRelay media)
    {
        call.Tell(new CallAnswered(new(200, "OK"), "answer"));
        await ExpectStateAsync(browser, "accepted", ",\"sdp\":\"answer of B: answer\",\"call_id\":\"call-1@sylk.test\"");
        media.Tell(new MediaEstablished(MediaSide.A));
        await ExpectStateAsync(browser, "established");
    }

    private static Task ExpectStateAsync(Browser browser, string state, string more = "") =>
        browser.ExpectAsync($$"""{"sylkrtc":"session-event","session":"s1","event":"state","state":"{{state}}"{{more}}}""");
}
