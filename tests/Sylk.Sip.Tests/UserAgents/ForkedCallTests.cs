using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.UserAgents;

/// <summary>RFC 3261 section 13.2.2: several callees answer one INVITE.</summary>
public sealed class ForkedCallTests : IDisposable
{
    private readonly ScriptedPeer _peer = new();

    public void Dispose() => _peer.Dispose();

    [Fact]
    public void Each_branch_is_told_once_for_each_status()
    {
        var call = _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        _peer.Answer(invite, 180, tag: "one");
        _peer.Answer(invite, 180, tag: "one");
        _peer.Answer(invite, 180, tag: "two");
        _peer.Answer(invite, 183, "early", "two");
        Assert.Equal("one", _peer.Told<CallProgress>(call).Response.To!.Tag);
        Assert.Equal("two", _peer.Told<CallProgress>(call).Response.To!.Tag);
        Assert.Equal("early", _peer.Told<CallProgress>(call).Sdp);
        Assert.False(call.Events.TryRead(out _));
    }

    [Fact]
    public void The_first_2xx_makes_the_call_and_the_others_are_acknowledged_and_ended()
    {
        var call = _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        _peer.Answer(invite, 180, tag: "one");
        _peer.Answer(invite, 200, "answer", "two");
        Assert.Equal("two", _peer.NextRequest("ACK").To!.Tag);

        _peer.Answer(invite, 200, "answer", "one");
        Assert.Equal("one", _peer.NextRequest("ACK").To!.Tag);
        var bye = _peer.NextRequest("BYE");
        Assert.Equal("one", bye.To!.Tag);
        Assert.Equal($"sip:one@{ScriptedPeer.Address}", bye.RequestUri.ToString());

        // Again: our ACK was lost. It is sent again, the BYE is not.
        _peer.Answer(invite, 200, "answer", "one");
        _peer.NextRequest("ACK");
        _peer.AssertSilent();
        Assert.False(call.Ended.IsCompleted);
        _ = call.EndAsync();
        Assert.Equal("two", _peer.NextRequest("BYE").To!.Tag);
    }

    [Fact]
    public void A_repeated_2xx_gets_the_ACK_again()
    {
        _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        var success = _peer.Answer(invite, 200, "answer");
        var first = _peer.NextRequest("ACK");
        _peer.Send(success);
        var second = _peer.NextRequest("ACK");
        Assert.Equal((first.CSeq, first.RequestUri.ToString()), (second.CSeq, second.RequestUri.ToString()));
        _peer.AssertSilent();
    }

    [Fact]
    public void The_route_set_is_that_of_the_2xx()
    {
        var call = _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        _peer.Answer(invite, 180, headers: [("Record-Route", "<sip:203.0.113.1;lr>")]);
        _peer.Answer(invite, 200, "answer", headers: [("Record-Route", "<sip:203.0.113.2;lr>, <sip:203.0.113.3;lr>")]);
        Assert.Equal(["<sip:203.0.113.3;lr>", "<sip:203.0.113.2;lr>"], _peer.NextRequest("ACK").Headers.GetAll("Route"));
        _ = call.EndAsync();
        Assert.Equal(2, _peer.NextRequest("BYE").Headers.GetAll("Route").Count());
    }

    [Fact]
    public async Task An_early_dialog_goes_on_where_it_was_when_the_call_is_answered()
    {
        var call = _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        var early = _peer.Answer(invite, 183, "early", "one", ("Require", "100rel"), ("RSeq", "7"));
        var prack = _peer.NextRequest("PRACK");
        _peer.Answer(prack, 200);
        _peer.Answer(invite, 200, tag: "one");
        _peer.NextRequest("ACK");
        Assert.Null(_peer.Told<CallAnswered>(call).Sdp);
        _ = call.EndAsync();
        var bye = _peer.NextRequest("BYE");
        Assert.Equal(prack.CSeq!.Value.Number + 1, bye.CSeq!.Value.Number);
        Assert.Equal(early.To!.Tag, bye.To!.Tag);
        Assert.Equal(CallEndedBy.Local, (await call.Ended).By);
    }

    [Theory]
    [InlineData(487)]
    [InlineData(200)]
    public async Task A_callee_that_hangs_up_before_it_has_answered_ends_the_call(int final)
    {
        var call = _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        _peer.Answer(invite, 180);
        _peer.Send(_peer.InDialog("BYE", 1, invite));
        _peer.NextResponse(200);
        _peer.NextRequest("CANCEL");
        _peer.Answer(invite, final);
        _peer.NextRequest("ACK");
        if (final == 200)
        {
            _peer.NextRequest("BYE");
        }

        _peer.AssertSilent();
        Assert.Equal(CallEndedBy.Remote, (await call.Ended).By);
    }

    [Fact]
    public void An_UPDATE_before_the_answer_moves_the_target()
    {
        _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        _peer.Answer(invite, 180);
        _peer.Send(_peer.InDialog("UPDATE", 1, invite).With("Contact", "<sip:moved@198.51.100.7>"));
        Assert.NotNull(_peer.NextResponse(200).Contact);
        _peer.Answer(invite, 183, null, "callee", ("Require", "100rel"), ("RSeq", "1"));
        Assert.Equal("sip:moved@198.51.100.7", _peer.NextRequest("PRACK").RequestUri.ToString());
    }

    [Fact]
    public async Task A_2xx_that_crosses_the_CANCEL_is_acknowledged_and_ended()
    {
        var call = _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        _peer.Answer(invite, 180);
        var ending = call.EndAsync();
        _peer.NextRequest("CANCEL");
        _peer.Answer(invite, 200, "answer");
        _peer.NextRequest("ACK");
        _peer.Answer(_peer.NextRequest("BYE"), 200);
        Assert.Equal(487, (await call.Ended).StatusCode);
        await ending;
    }

    [Fact]
    public void A_CANCEL_waits_for_a_provisional_response()
    {
        var call = _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        _ = call.EndAsync();
        _peer.AssertSilent();
        _peer.Answer(invite, 100);
        var cancel = _peer.NextRequest("CANCEL");
        Assert.Equal((invite.Headers["Via"], invite.CSeq!.Value.Number), (cancel.Headers["Via"], cancel.CSeq!.Value.Number));
    }

    [Fact]
    public async Task A_call_that_nobody_answers_in_time_is_cancelled()
    {
        var call = _peer.Call(answerTimeout: TimeSpan.FromSeconds(60));
        var invite = _peer.NextRequest("INVITE");
        _peer.Answer(invite, 180);
        _peer.Loop.Advance(TimeSpan.FromSeconds(59));
        _peer.AssertSilent();
        _peer.Loop.Advance(1000);
        _peer.NextRequest("CANCEL");
        _peer.Answer(invite, 487);
        Assert.Equal((CallEndedBy.Failure, 408), ((await call.Ended).By, (await call.Ended).StatusCode));
    }

    [Fact]
    public async Task A_call_whose_INVITE_nobody_answers_at_all_ends_by_timer_B()
    {
        var call = _peer.Call();
        _peer.Loop.Advance(TimeSpan.FromSeconds(32));
        Assert.Equal((CallEndedBy.Failure, 408), ((await call.Ended).By, (await call.Ended).StatusCode));
    }

    [Fact]
    public void An_INVITE_without_offer_is_answered_in_the_ACK_and_again_if_that_is_lost()
    {
        var call = _peer.Call(offer: null);
        var invite = _peer.NextRequest("INVITE");
        Assert.True(invite.Body.IsEmpty);
        var success = _peer.Answer(invite, 200, "offer of the callee");
        Assert.Equal("offer of the callee", _peer.Told<CallAnswered>(call).Sdp);
        _peer.AssertSilent();
        call.Acknowledge("our answer");
        Assert.Equal("our answer", _peer.NextRequest("ACK").BodyText);
        _peer.Send(success);
        Assert.Equal("our answer", _peer.NextRequest("ACK").BodyText);
    }

    [Fact]
    public void A_call_that_ends_before_it_has_an_answer_for_the_offer_in_the_2xx_is_acknowledged_all_the_same()
    {
        var call = _peer.Call(offer: null);
        _peer.Answer(_peer.NextRequest("INVITE"), 200, "offer of the callee");
        _ = call.EndAsync();
        _peer.NextRequest("ACK");
        _peer.NextRequest("BYE");
    }
}
