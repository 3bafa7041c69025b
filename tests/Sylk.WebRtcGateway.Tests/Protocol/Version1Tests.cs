using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Protocol.Version1;
using Sylk.WebRtcGateway.Sessions;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Protocol;

public sealed class Version1Tests
{
    private const string Offer = "v=0\\r\\no=\\r\\ns=\\r\\nm=";
    private static readonly string Incoming = SessionId.Of("call-1@sylk.test");

    [Fact]
    public async Task Of_both_versions_the_newer_is_spoken()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.ConnectAsync(host.Address, "sylkRTC-1 sylkRTC-2");
        Assert.Equal("sylkRTC-2", browser.Protocol);
    }

    /// <summary>The names of the first weeks, of July 2015.</summary>
    [Fact]
    public async Task The_first_names_are_understood_and_spoken()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.ConnectAsync(host.Address, "sylkRTC-1");
        await browser.RequestAsync("""{"sylkrtc":"add_account","account":"bob@sylk.test","password":"h"}""");
        await browser.RequestAsync("""{"sylkrtc":"register","account":"bob@sylk.test"}""");
        var registration = await RegisteredAsync(host, browser, "bob@sylk.test");
        var call = await RingAsync(registration);
        await browser.ExpectAsync($$$"""
            {"sylkrtc":"account_event","account":"bob@sylk.test","event":"incoming_call","session":"{{{Incoming}}}",
             "data":{"caller":"alice@sylk.test","sdp":"offer of B"}}
            """);
        await browser.RequestAsync($$"""{"sylkrtc":"answer","session":"{{Incoming}}","sdp":"{{Offer}}"}""");
        await ExpectStateAsync(browser, Incoming, "accepted");
        Assert.Equal("answer answer of A: v", await call.NextDoneAsync());
        await browser.RequestAsync($$"""{"sylkrtc":"trickle","session":"{{Incoming}}","candidates":[{"candidate":"c1","sdpMLineIndex":0,"sdpMid":"audio"}]}""");
        await browser.RequestAsync($$"""{"sylkrtc":"terminate","session":"{{Incoming}}"}""");
        call.Tell(new CallEnded(CallEndedBy.Local, 200, "OK", null, WasEstablished: true));
        await ExpectStateAsync(browser, Incoming, "terminated", ",\"reason\":\"200 to BYE\"");
        await browser.RequestAsync($$"""{"sylkrtc":"call","session":"s1","account":"bob@sylk.test","uri":"alice@sylk.test","sdp":"{{Offer}}"}""");
        await browser.RequestAsync("""{"sylkrtc":"unregister","account":"bob@sylk.test"}""");
        await browser.StartAsync("""{"sylkrtc":"remove_account","account":"bob@sylk.test"}""");
        await ExpectStateAsync(browser, "s1", "terminated", ",\"reason\":\"487 Request Terminated\"");
    }

    /// <summary>Libraries 0.1.0 to 0.3.1, of 2015, do not look into the originator.</summary>
    [Theory]
    [InlineData(OriginatorForm.String)]
    [InlineData(OriginatorForm.Auto)]
    public async Task A_caller_may_be_a_text(OriginatorForm form)
    {
        await using var host = await GatewayHost.StartAsync(s => s.V1Originator = form);
        using var browser = await Browser.ConnectAsync(host.Address, "sylkRTC-1");
        var registration = await LoginAsync(host, browser, "");
        var call = await RingAsync(registration);
        await ExpectIncomingAsync(browser, "\"alice@sylk.test\"");
        call.Tell(new CallEnded(CallEndedBy.Remote, 487, "Request Terminated", null, WasEstablished: false));
        await ExpectStateAsync(browser, Incoming, "terminated", ",\"reason\":\"487 Request Terminated\"");
        await browser.ExpectAsync("""{"sylkrtc":"account_event","account":"bob@sylk.test","event":"missed_session","data":{"originator":"alice@sylk.test"}}""");
    }

    /// <summary>Libraries 0.4.0 to 0.9.6, of 2016 and 2017.</summary>
    [Theory]
    [InlineData(OriginatorForm.Object)]
    [InlineData(OriginatorForm.Auto)]
    public async Task A_caller_is_an_object(OriginatorForm form)
    {
        await using var host = await GatewayHost.StartAsync(s => s.V1Originator = form);
        using var browser = await Browser.ConnectAsync(host.Address, "sylkRTC-1");
        var registration = await LoginAsync(host, browser, ",\"user_agent\":\"SylkRTC (Chrome 60)\"");
        await RingAsync(registration);
        await ExpectIncomingAsync(browser, """{"uri":"alice@sylk.test","display_name":"Alice"}""");
        await browser.RequestAsync("""{"sylkrtc":"account-devicetoken","account":"bob@sylk.test","old_token":null,"new_token":"t"}""");
        await browser.RefusedAsync(
            """{"sylkrtc":"videoroom-ctl","session":"s","option":"trickle","trickle":{"candidates":[]}}""", "videoroom-ctl is not available on this server");
    }

    [Fact]
    public async Task The_answer_of_early_media_comes_with_accepted()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.ConnectAsync(host.Address, "sylkRTC-1");
        var call = await CallAsync(host, browser);
        var media = await host.Media.NextRelayAsync();
        call.Tell(new CallProgress(new(180, "Ringing"), null));
        call.Tell(new CallProgress(new(183, "Session Progress"), "early"));
        media.Tell(new MediaEstablished(MediaSide.A));
        call.Tell(new CallAnswered(new(200, "OK"), null));
        await ExpectStateAsync(browser, "s1", "accepted", ",\"sdp\":\"answer of B: early\"");
        await ExpectStateAsync(browser, "s1", "established");
    }

    [Fact]
    public async Task New_offers_are_refused_and_holds_answered()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.ConnectAsync(host.Address, "sylkRTC-1");
        var call = await CallAsync(host, browser);
        var media = await host.Media.NextRelayAsync();
        call.Tell(new CallAnswered(new(200, "OK"), "answer"));
        media.Tell(new MediaEstablished(MediaSide.A));
        await ExpectStateAsync(browser, "s1", "accepted", ",\"sdp\":\"answer of B: answer\"");
        await ExpectStateAsync(browser, "s1", "established");
        var video = new FakeOffer("video");
        call.Tell(new CallOffered(video));
        Assert.Equal("488", await video.Outcome);
        media.HoldAnswer = "held";
        var hold = new FakeOffer("hold");
        call.Tell(new CallOffered(hold));
        Assert.Equal("held", await hold.Outcome);
        await browser.RequestAsync("""{"sylkrtc":"session-terminate","session":"s1"}""");
    }

    [Fact]
    public async Task Events_repeat_the_account_as_it_was_written()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.ConnectAsync(host.Address, "sylkRTC-1");
        await browser.RequestAsync("""{"sylkrtc":"account-add","account":"sip:bob@sylk.test","password":"h"}""");
        await browser.RequestAsync("""{"sylkrtc":"account-register","account":"sip:bob@sylk.test"}""");
        var registration = await host.Sip.NextRegistrationAsync();
        registration.Tell(RegistrationStateKind.Failed, 403, "Forbidden");
        await browser.ExpectAsync(
            """{"sylkrtc":"account_event","account":"sip:bob@sylk.test","event":"registration_state","data":{"state":"failed","reason":"403 Forbidden"}}""");
    }

    private static async Task<FakeRegistration> LoginAsync(GatewayHost host, Browser browser, string more)
    {
        await browser.RequestAsync($$"""{"sylkrtc":"account-add","account":"bob@sylk.test","password":"h"{{more}}}""");
        await browser.RequestAsync("""{"sylkrtc":"account-register","account":"bob@sylk.test"}""");
        return await RegisteredAsync(host, browser, "bob@sylk.test");
    }

    private static async Task<FakeRegistration> RegisteredAsync(GatewayHost host, Browser browser, string account)
    {
        var registration = await host.Sip.NextRegistrationAsync();
        registration.Tell(RegistrationStateKind.Registering);
        registration.Tell(RegistrationStateKind.Registered, 200, "OK");
        await browser.ExpectAsync($$$"""{"sylkrtc":"account_event","account":"{{{account}}}","event":"registration_state","data":{"state":"registering"}}""");
        await browser.ExpectAsync($$$"""{"sylkrtc":"account_event","account":"{{{account}}}","event":"registration_state","data":{"state":"registered"}}""");
        return registration;
    }

    private static async Task<FakeIncomingCall> RingAsync(FakeRegistration registration)
    {
        var call = new FakeIncomingCall("offer");
        _ = registration.Options.OnCall(call, CancellationToken.None);
        Assert.Equal("progress 180", await call.NextDoneAsync());
        return call;
    }

    private static async Task<FakeOutgoingCall> CallAsync(GatewayHost host, Browser browser)
    {
        await browser.RequestAsync("""{"sylkrtc":"account-add","account":"alice@sylk.test","password":"h"}""");
        await browser.RequestAsync($$"""{"sylkrtc":"session-create","session":"s1","account":"alice@sylk.test","uri":"bob@sylk.test","sdp":"{{Offer}}"}""");
        var call = await host.Sip.NextCallAsync();
        call.Tell(new CallSent());
        await ExpectStateAsync(browser, "s1", "progress");
        return call;
    }

    private static Task ExpectIncomingAsync(Browser browser, string originator) => browser.ExpectAsync($$"""
        {"sylkrtc":"account_event","account":"bob@sylk.test","event":"incoming_session","session":"{{Incoming}}",
         "data":{"originator":{{originator}},"sdp":"offer of B"} }
        """);

    private static Task ExpectStateAsync(Browser browser, string session, string state, string more = "") =>
        browser.ExpectAsync($$"""{"sylkrtc":"session_event","session":"{{session}}","event":"state","data":{"state":"{{state}}"{{more}} } }""");
}
