using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Sessions;

/// <summary>Offers and requests of the SIP side within a call.</summary>
public sealed class RemoteUpdateTests
{
    [Fact]
    public async Task An_offer_that_meets_ours_is_refused_with_491()
    {
        await using var host = await GatewayHost.StartAsync();
        using var made = await EstablishedCall.MakeAsync(host);
        var answer = new TaskCompletionSource<SipResponse>();
        made.Call.ReinviteResponses.Enqueue(answer.Task);
        await made.UpdateAsync();
        Assert.Equal("re-INVITE offer of A", await made.Call.NextDoneAsync());
        var theirs = new FakeOffer("video");
        made.Call.Tell(new CallOffered(theirs));
        Assert.Equal("491", await theirs.Outcome);
        answer.SetResult(new(491, "Request Pending"));
        await made.ExpectUpdateAsync("failed", "reason", "491 Request Pending");
        var again = new FakeOffer("video");
        made.Call.Tell(new CallOffered(again));
        await made.ExpectUpdateAsync("received", "sdp", "offer of B");
    }

    [Fact]
    public async Task A_browser_that_does_not_answer_an_offer_in_15_seconds_does_not_get_to()
    {
        var time = new FakeTime();
        await using var host = await GatewayHost.StartAsync(time: time);
        using var made = await EstablishedCall.MakeAsync(host);
        var offer = new FakeOffer("video");
        made.Call.Tell(new CallOffered(offer));
        await made.ExpectUpdateAsync("received", "sdp", "offer of B");
        var timer = await time.NextTimerAsync();
        Assert.Equal(TimeSpan.FromSeconds(15), timer.Due);
        timer.Fire();
        Assert.Equal("500", await offer.Outcome);
        await made.UpdateAsync();
        Assert.Equal("re-INVITE offer of A", await made.Call.NextDoneAsync());
        Assert.True(made.Media.RolledBack);
    }

    [Fact]
    public async Task An_offer_taken_back_is_forgotten()
    {
        await using var host = await GatewayHost.StartAsync();
        using var made = await EstablishedCall.MakeAsync(host);
        var offer = new FakeOffer("video");
        made.Call.Tell(new CallOffered(offer));
        await made.ExpectUpdateAsync("received", "sdp", "offer of B");
        made.Call.Tell(new CallOfferCancelled(offer));
        await made.UpdateAsync();
        Assert.Equal("re-INVITE offer of A", await made.Call.NextDoneAsync());
    }

    [Fact]
    public async Task An_invitation_to_offer_gets_the_session_as_it_stands()
    {
        await using var host = await GatewayHost.StartAsync();
        using var made = await EstablishedCall.MakeAsync(host);
        var offer = new FakeOffer(sdp: null) { AckSdp = "theirs" };
        made.Call.Tell(new CallOffered(offer));
        Assert.Equal("offer to B", await offer.Outcome);
        Assert.Equal("B theirs", await Deadline.Read(made.Media.Applied.Reader));
    }

    [Fact]
    public async Task Key_frames_are_asked_for_both_ways()
    {
        const string fastUpdate = "<media_control><vc_primitive><to_encoder><picture_fast_update/></to_encoder></vc_primitive></media_control>";
        await using var host = await GatewayHost.StartAsync();
        using var made = await EstablishedCall.MakeAsync(host);
        made.Media.Tell(new MediaKeyFrameNeeded(MediaSide.B));
        var sent = await made.Call.NextDoneAsync();
        Assert.StartsWith("INFO application/media_control+xml ", sent, StringComparison.Ordinal);
        Assert.Contains("<picture_fast_update/>", sent, StringComparison.Ordinal);
        var request = Request("INFO", "application/media_control+xml", fastUpdate);
        made.Call.Tell(new CallRequest(request));
        Assert.Equal(200, (await request.Response).StatusCode);
        Assert.Equal(MediaSide.A, await Deadline.Read(made.Media.KeyFrameRequests.Reader));
    }

    [Fact]
    public async Task Messages_within_the_call_go_both_ways()
    {
        await using var host = await GatewayHost.StartAsync();
        using var made = await EstablishedCall.MakeAsync(host);
        await made.Browser.RequestAsync("""
            {"sylkrtc":"session-message","session":"s1","message_id":"m1","content":"hi","content_type":"text/plain","timestamp":"2026-01-02T03:04:05Z"}
            """);
        Assert.Equal(
            "MESSAGE message/cpim From: \"Somebody\" <sip:alice@sylk.test>|To: <sip:bob@sylk.test>|DateTime: 2026-01-02T03:04:05+00:00|"
            + "NS: imdn <urn:ietf:params:imdn>|imdn.Message-ID: m1||Content-Type: text/plain; charset=utf-8||hi",
            await made.Call.NextDoneAsync());
        await made.Browser.ExpectAsync("""
            {"sylkrtc":"session-event","session":"s1","event":"disposition-notification","message_id":"m1","message_timestamp":"2026-01-02T03:04:05+00:00",
             "state":"accepted","code":200,"reason":"OK"}
            """);
        var request = Request("MESSAGE", "text/plain", "hello");
        made.Call.Tell(new CallRequest(request));
        Assert.Equal(200, (await request.Response).StatusCode);
        var received = await made.Browser.ReceiveAsync();
        Assert.Equal(("message", "bob@sylk.test", "hello"), ((string?)received!["event"], (string?)received["sender"]!["uri"], (string?)received["content"]));
    }

    private static FakeTransaction Request(string method, string contentType, string body)
    {
        var request = new SipRequest(method, SipUri.Parse("sip:token@192.0.2.1"));
        request.SetBody(contentType, body);
        return new(request);
    }
}
