using System.Net;
using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.UserAgents;

/// <summary>What happens within a call, under a clock that the test moves.</summary>
public sealed class DialogTests : IDisposable
{
    private readonly ScriptedPeer _peer = new();

    public void Dispose() => _peer.Dispose();

    [Fact]
    public async Task Ringing_is_told_again_each_minute_until_the_call_is_answered()
    {
        var invite = _peer.NewRequest("INVITE", "offer");
        _peer.Send(invite);
        var call = await _peer.Calls.NextAsync();
        call.Progress();
        _peer.NextResponse(180);
        call.Progress(183);
        _peer.NextResponse(183);
        _peer.Loop.Advance(TimeSpan.FromSeconds(60));
        _peer.NextResponse(183);
        _peer.AssertSilent();
        _ = call.AnswerAsync("answer");
        _peer.Acknowledge(_peer.NextResponse(200), invite);
        _peer.Loop.Advance(TimeSpan.FromSeconds(120));
        _peer.AssertSilent();
    }

    [Fact]
    public async Task A_2xx_is_repeated_until_the_ACK()
    {
        var invite = _peer.NewRequest("INVITE", "offer");
        _peer.Send(invite);
        var call = await _peer.Calls.NextAsync();
        _ = call.AnswerAsync("answer");
        var success = _peer.NextResponse(200);
        foreach (var interval in (int[])[500, 1000, 2000, 4000, 4000])
        {
            _peer.Loop.Advance(interval - 1);
            _peer.AssertSilent();
            _peer.Loop.Advance(1);
            _peer.NextResponse(200);
        }

        _peer.Acknowledge(success, invite);
        _peer.Loop.Advance(TimeSpan.FromSeconds(40));
        _peer.AssertSilent();
        Assert.False(call.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_late_copy_of_the_first_ACK_does_not_bring_back_the_first_session()
    {
        var invite = _peer.NewRequest("INVITE", "offer");
        var (call, success) = await _peer.ReceiveAsync(invite);
        _peer.Send(_peer.InDialog("UPDATE", 2, success, "offer 2"));
        _ = _peer.Told<CallOffered>(call).Offer.AcceptAsync("answer 2");
        _peer.NextResponse(200);
        _peer.Acknowledge(success, invite);
        _peer.Loop.Advance(TimeSpan.FromSeconds(900));
        Assert.Equal("answer 2", _peer.NextRequest("INVITE").BodyText);
    }

    [Fact]
    public void A_2xx_to_our_offer_that_crosses_the_BYE_is_acknowledged_and_begins_nothing()
    {
        var (call, invite) = _peer.Establish();
        _ = call.ReinviteAsync("offer 2");
        var ours = _peer.NextRequest("INVITE");
        _peer.Send(_peer.InDialog("BYE", 10, invite));
        _peer.NextResponse(200);
        var success = _peer.Answer(ours, 200, "answer 2");
        _peer.NextRequest("ACK");
        _peer.Send(success);
        _peer.NextRequest("ACK");
        _peer.Loop.Advance(TimeSpan.FromSeconds(64));
        Assert.Equal((0, 0), (_peer.Transactions, _peer.Loop.PendingTimers));
    }

    [Fact]
    public async Task A_call_whose_2xx_is_never_acknowledged_is_hung_up()
    {
        _peer.Send(_peer.NewRequest("INVITE", "offer"));
        var call = await _peer.Calls.NextAsync();
        var answering = call.AnswerAsync("answer");
        _peer.Loop.Advance(TimeSpan.FromSeconds(32));
        Assert.Equal("BYE", Assert.IsType<SipRequest>(_peer.Network.Sent.Last().Message).Method);
        Assert.Equal((CallEndedBy.Failure, 408), ((await call.Ended).By, (await call.Ended).StatusCode));
        await Assert.ThrowsAsync<CallEndedException>(() => answering);
    }

    [Fact]
    public async Task A_call_with_NUL_in_its_names_is_answered_and_hung_up_like_any_other()
    {
        var invite = _peer.NewRequest("INVITE", "offer");
        var text = Encoding.UTF8.GetString(SipMessageWriter.ToArray(invite))
            .Replace("From: <", "From: \"\\\0\" <", StringComparison.Ordinal).Replace("To: <", "To: \"\\\0\" <", StringComparison.Ordinal)
            .Replace("Contact:", "Record-Route: \"\\\0\" <sip:198.51.100.7;lr>\r\nContact:", StringComparison.Ordinal);
        Assert.True(SipMessageParser.TryParse(Encoding.UTF8.GetBytes(text), SipLimits.Default, out var message, out _));
        var (call, _) = await _peer.ReceiveAsync((SipRequest)message);
        _ = call.EndAsync();
        _peer.NextRequest("BYE");
    }

    [Fact]
    public async Task An_ACK_that_comes_before_the_hang_up_lets_it_go()
    {
        var invite = _peer.NewRequest("INVITE", "offer");
        _peer.Send(invite);
        var call = await _peer.Calls.NextAsync();
        _ = call.AnswerAsync("answer");
        var success = _peer.NextResponse(200);
        _ = call.EndAsync();
        _peer.AssertSilent();
        _peer.Acknowledge(success, invite);
        _peer.NextRequest("BYE");
    }

    [Fact]
    public async Task An_INVITE_without_offer_is_answered_with_one()
    {
        var (call, success) = await _peer.ReceiveAsync(_peer.NewRequest("INVITE"));
        Assert.Null(call.Offer);
        Assert.Equal("answer", success.BodyText);
        Assert.Equal("answer to an offer", _peer.Told<CallAnswered>(call).Sdp);
    }

    [Fact]
    public async Task A_request_out_of_order_is_answered_500()
    {
        var (_, success) = await _peer.ReceiveAsync(_peer.NewRequest("INVITE", "offer"));
        _peer.Send(_peer.InDialog("OPTIONS", 5, success));
        _peer.NextResponse(200);
        _peer.Send(_peer.InDialog("OPTIONS", 4, success));
        _peer.NextResponse(500);
        _peer.Send(_peer.InDialog("OPTIONS", 6, success));
        _peer.NextResponse(200);
    }

    [Theory]
    [InlineData("BYE")]
    [InlineData("INVITE")]
    [InlineData("OPTIONS")]
    public void A_dialog_that_does_not_exist_is_answered_481(string method)
    {
        var request = _peer.NewRequest(method);
        request.Headers["To"] = "<sip:app@example.com>;tag=unknown";
        _peer.Send(request);
        _peer.NextResponse(481);
    }

    [Theory]
    [InlineData("REFER", 400)]
    [InlineData("SUBSCRIBE", 489)]
    [InlineData("NOTIFY", 481)]
    [InlineData("PUBLISH", 405)]
    [InlineData("UNHEARD-OF", 405)]
    public async Task What_a_call_does_not_serve_is_refused_and_it_goes_on(string method, int expected)
    {
        var (call, success) = await _peer.ReceiveAsync(_peer.NewRequest("INVITE", "offer"));
        _peer.Send(_peer.InDialog(method, 2, success));
        var response = _peer.NextResponse(expected);
        Assert.Equal(expected == 405, response.Headers.Contains("Allow"));
        Assert.Equal(expected == 489, response.Headers.Contains("Allow-Events"));
        Assert.False(call.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_transfer_within_a_call_is_refused()
    {
        var (call, success) = await _peer.ReceiveAsync(_peer.NewRequest("INVITE", "offer"));
        var refer = _peer.InDialog("REFER", 2, success);
        refer.Headers.Add("Refer-To", "<sip:else@example.com>");
        _peer.Send(refer);
        _peer.NextResponse(403);
        Assert.False(call.Ended.IsCompleted);
    }

    [Theory]
    [InlineData("UPDATE")]
    [InlineData("INVITE")]
    [InlineData("INFO")]
    public async Task An_unsupported_extension_is_refused_within_a_call_too(string method)
    {
        var (_, success) = await _peer.ReceiveAsync(_peer.NewRequest("INVITE", "offer"));
        var request = _peer.InDialog(method, 2, success, "offer");
        request.Headers.Add("Require", "unheard-of");
        _peer.Send(request);
        Assert.Equal("unheard-of", _peer.NextResponse(420).Headers["Unsupported"]);
    }

    [Fact]
    public void An_UPDATE_with_an_offer_is_answered_and_has_no_ACK()
    {
        var (call, invite) = _peer.Establish();
        _peer.Send(_peer.InDialog("UPDATE", 10, invite, "offer 2"));
        var offer = _peer.Told<CallOffered>(call).Offer;
        Assert.Equal("offer 2", offer.Sdp);
        var accepting = offer.AcceptAsync("answer 2");
        Assert.Equal("answer 2", _peer.NextResponse(200).BodyText);
        Assert.True(accepting.IsCompletedSuccessfully);
        _peer.Loop.Advance(TimeSpan.FromSeconds(40));
        _peer.AssertSilent();
    }

    [Fact]
    public async Task A_re_INVITE_without_offer_gets_one_and_its_answer_is_in_the_ACK()
    {
        var (call, invite) = _peer.Establish();
        var again = _peer.InDialog("INVITE", 10, invite);
        _peer.Send(again);
        var offer = _peer.Told<CallOffered>(call).Offer;
        Assert.Null(offer.Sdp);
        var accepting = offer.AcceptAsync("our offer");
        _peer.Acknowledge(_peer.NextResponse(200), again, "their answer");
        Assert.Equal("their answer", await accepting);
    }

    [Fact]
    public void A_re_INVITE_is_taken_back_by_CANCEL()
    {
        var (call, invite) = _peer.Establish();
        var again = _peer.InDialog("INVITE", 10, invite, "offer 2");
        _peer.Send(again);
        var offer = _peer.Told<CallOffered>(call).Offer;
        var cancel = _peer.InDialog("CANCEL", 10, invite);
        cancel.Headers["Via"] = again.Headers["Via"];
        _peer.Send(cancel);
        Assert.Equal("CANCEL", _peer.NextResponse(200).CSeq!.Value.Method);
        var refusal = _peer.NextResponse(487);
        _peer.Acknowledge(refusal, again);
        Assert.Same(offer, _peer.Told<CallOfferCancelled>(call).Offer);
        var late = offer.AcceptAsync("too late");
        _peer.Loop.Run();
        Assert.True(late.IsFaulted);
        Assert.False(call.Ended.IsCompleted);

        // The next one is taken.
        _peer.Send(_peer.InDialog("INVITE", 11, invite, "offer 3"));
        Assert.Equal("offer 3", _peer.Told<CallOffered>(call).Offer.Sdp);
    }

    [Fact]
    public async Task Our_own_offer_is_taken_back_by_CANCEL()
    {
        var (call, _) = _peer.Establish();
        using var giveUp = new CancellationTokenSource();
        var offering = call.ReinviteAsync("offer 2", cancellationToken: giveUp.Token);
        var invite = _peer.NextRequest("INVITE");
        _peer.Answer(invite, 100);
        await giveUp.CancelAsync();
        var cancel = _peer.NextRequest("CANCEL");
        Assert.Equal(invite.Via!.Branch, cancel.Via!.Branch);
        _peer.Answer(cancel, 200);
        _peer.Answer(invite, 487);
        _peer.NextRequest("ACK");
        Assert.Equal(487, (await offering).StatusCode);
        Assert.False(call.Ended.IsCompleted);

        // The session is still what was agreed on first.
        _peer.Loop.Advance(TimeSpan.FromSeconds(900));
        Assert.Equal("offer", _peer.NextRequest("INVITE").BodyText);
    }

    [Fact]
    public async Task Offers_of_both_sides_at_once_are_answered_491()
    {
        var (call, invite) = _peer.Establish();
        var ours = call.ReinviteAsync("offer 2");
        var sent = _peer.NextRequest("INVITE");
        var theirs = _peer.InDialog("INVITE", 10, invite, "offer 3");
        _peer.Send(theirs);
        _peer.Acknowledge(_peer.NextResponse(491), theirs);
        _peer.Answer(sent, 491);
        _peer.NextRequest("ACK");
        Assert.Equal(491, (await ours).StatusCode);
        Assert.False(call.Ended.IsCompleted);
    }

    [Fact]
    public void An_offer_that_the_application_forgets_is_answered_500()
    {
        var (call, invite) = _peer.Establish();
        _peer.Send(_peer.InDialog("INVITE", 10, invite, "offer 2"));
        _peer.Loop.Advance(TimeSpan.FromSeconds(20));
        _peer.NextResponse(500);
        Assert.False(call.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_caller_behind_a_NAT_is_reached_where_its_request_came_from()
    {
        var outside = new IPEndPoint(IPAddress.Parse("203.0.113.50"), 40000);
        var invite = _peer.NewRequest("INVITE", "offer");
        invite.Headers["Via"] = "SIP/2.0/UDP 10.0.0.5;rport;branch=z9hG4bKnat";
        invite.Headers["Contact"] = "<sip:peer@10.0.0.5>";
        _peer.Send(invite, _peer.Network.FlowTo("UDP", outside));
        var call = await _peer.Calls.NextAsync();
        _ = call.AnswerAsync("answer");
        _peer.Loop.Run();
        var (success, flow) = _peer.Network.Sent.Last();
        Assert.Equal(outside, flow.RemoteEndPoint);
        _peer.Acknowledge((SipResponse)success, invite);
        _peer.Network.Sent.Clear();
        _ = call.EndAsync();
        _peer.Loop.Run();
        var (bye, back) = Assert.Single(_peer.Network.Sent);
        Assert.Equal(outside, back.RemoteEndPoint);
        Assert.Equal("sip:peer@10.0.0.5", ((SipRequest)bye).RequestUri.ToString());
    }

    [Fact]
    public async Task A_caller_whose_NAT_has_given_it_another_port_is_reached_there_after_its_next_offer()
    {
        var invite = _peer.NewRequest("INVITE", "offer");
        invite.Headers["Via"] = "SIP/2.0/UDP 10.0.0.5;rport;branch=z9hG4bKnat";
        var before = _peer.Network.FlowTo("UDP", new(IPAddress.Parse("203.0.113.50"), 40000));
        var after = _peer.Network.FlowTo("UDP", new(IPAddress.Parse("203.0.113.50"), 50000));
        _peer.Send(invite, before);
        var call = await _peer.Calls.NextAsync();
        _ = call.AnswerAsync("answer");
        var success = _peer.NextResponse(200);
        _peer.Acknowledge(success, invite);
        var update = _peer.InDialog("UPDATE", 2, success);
        update.Headers["Via"] = "SIP/2.0/UDP 10.0.0.5;rport;branch=z9hG4bKupdate";
        _peer.Send(update, after);
        _peer.NextResponse(200);
        _ = call.EndAsync();
        _peer.Loop.Run();
        Assert.Same(after, Assert.Single(_peer.Network.Sent).Flow);
    }

    [Fact]
    public async Task A_caller_over_TCP_is_reached_on_its_connection_and_by_its_contact_when_that_has_closed()
    {
        using var peer = new ScriptedPeer("TCP");
        var invite = peer.NewRequest("INVITE", "offer");
        invite.Headers["Contact"] = "<sip:peer@198.51.100.7:5070;transport=tcp>";
        var (call, success) = await peer.ReceiveAsync(invite);
        var info = call.SendAsync("INFO", null, default);
        peer.Loop.Run();
        var (sent, flow) = Assert.Single(peer.Network.Sent);
        Assert.Equal(ScriptedPeer.Address, flow.RemoteEndPoint);
        peer.Network.Sent.Clear();
        peer.Answer((SipRequest)sent, 200);
        Assert.Equal(200, (await info).StatusCode);

        FakeNetwork.Close(flow);
        _ = call.EndAsync();
        peer.Loop.Run();
        Assert.Equal(new(ScriptedPeer.Address.Address, 5070), Assert.Single(peer.Network.Sent).Flow.RemoteEndPoint);
        Assert.NotNull(success.Contact);
    }

    [Fact]
    public async Task A_request_that_nobody_answers_ends_the_call()
    {
        var (call, _) = _peer.Establish();
        var info = call.SendAsync("INFO", null, default);
        _peer.Loop.Advance(TimeSpan.FromSeconds(32));
        Assert.Equal(408, (await info).StatusCode);
        Assert.True(call.Ended.IsCompleted);
    }

    [Fact]
    public async Task Nothing_is_left_when_a_call_has_ended()
    {
        var (call, success) = await _peer.ReceiveAsync(_peer.NewRequest("INVITE", "offer"));
        _peer.Send(_peer.InDialog("BYE", 2, success));
        _peer.NextResponse(200);
        await call.Ended;
        _peer.Loop.Advance(TimeSpan.FromSeconds(64));
        Assert.Equal((0, 0), (_peer.Transactions, _peer.Loop.PendingTimers));
        _peer.Send(_peer.InDialog("BYE", 3, success));
        _peer.NextResponse(481);
    }
}
