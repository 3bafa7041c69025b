using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.Tests.UserAgents;

/// <summary>RFC 4028.</summary>
public sealed class SessionTimerTests : IDisposable
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(900);
    private readonly ScriptedPeer _peer = new();

    public void Dispose() => _peer.Dispose();

    [Fact]
    public void An_INVITE_asks_for_a_session_timer()
    {
        _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        Assert.Equal("1800", invite.Headers["Session-Expires"]);
        Assert.True(invite.HasOption("Supported", "timer"));
    }

    [Fact]
    public void Without_an_interval_in_the_settings_none_is_asked_for_and_none_given()
    {
        using var peer = new ScriptedPeer(timers: new SipTimers { SessionInterval = TimeSpan.Zero });
        var (_, invite) = peer.Establish();
        Assert.Null(invite.Headers["Session-Expires"]);
        Assert.Equal(0, peer.Loop.PendingTimers - peer.Transactions);
    }

    [Fact]
    public void The_caller_refreshes_by_UPDATE_where_the_peer_takes_it_again_and_again()
    {
        _peer.Establish(("Session-Expires", "1800;refresher=uac"), ("Require", "timer"), ("Allow", "INVITE, UPDATE"));
        for (var i = 0; i < 3; i++)
        {
            _peer.Loop.Advance(Half - TimeSpan.FromSeconds(1));
            _peer.AssertSilent();
            _peer.Loop.Advance(1000);
            var update = _peer.NextRequest("UPDATE");
            Assert.Equal("1800;refresher=uac", update.Headers["Session-Expires"]);
            Assert.NotNull(update.Contact);
            Assert.True(update.Body.IsEmpty);
            _peer.Answer(update, 200, headers: [("Session-Expires", "1800;refresher=uac")]);
        }
    }

    [Fact]
    public void It_refreshes_by_the_same_offer_where_the_peer_takes_no_UPDATE()
    {
        var (call, _) = _peer.Establish(("Session-Expires", "1800;refresher=uac"));
        _peer.Loop.Advance(Half);
        var invite = _peer.NextRequest("INVITE");
        Assert.Equal("offer", invite.BodyText);
        _peer.Answer(invite, 200, "answer", headers: [("Session-Expires", "1800;refresher=uac")]);
        _peer.NextRequest("ACK");
        Assert.False(call.Ended.IsCompleted);
    }

    [Fact]
    public void A_refused_UPDATE_is_followed_by_a_re_INVITE()
    {
        _peer.Establish(("Session-Expires", "1800;refresher=uac"), ("Allow", "UPDATE"));
        _peer.Loop.Advance(Half);
        _peer.Answer(_peer.NextRequest("UPDATE"), 501);
        _peer.Loop.Advance(Half / 2);
        _peer.NextRequest("INVITE");
    }

    [Fact]
    public void A_peer_that_knows_no_session_timers_is_asked_all_the_same_and_any_answer_will_do()
    {
        var (call, _) = _peer.Establish();
        for (var i = 0; i < 3; i++)
        {
            _peer.Loop.Advance(Half);
            var invite = _peer.NextRequest("INVITE");
            _peer.Answer(invite, 488);
            _peer.NextRequest("ACK");
        }

        Assert.False(call.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_peer_that_has_vanished_is_noticed_by_the_refresh()
    {
        var (call, _) = _peer.Establish();
        _peer.Loop.Advance(Half);
        _peer.NextRequest("INVITE");
        _peer.Loop.Advance(TimeSpan.FromSeconds(32));
        Assert.True(call.Ended.IsCompleted);
        var end = await call.Ended;
        Assert.Equal((CallEndedBy.Failure, 408, true), (end.By, end.StatusCode, end.WasEstablished));
        Assert.Contains(_peer.Network.Sent, s => s.Message is SipRequest { Method: "BYE" });
    }

    [Fact]
    public void A_dialog_that_the_peer_has_lost_is_ended()
    {
        var (call, _) = _peer.Establish(("Allow", "UPDATE"));
        _peer.Loop.Advance(Half);
        _peer.Answer(_peer.NextRequest("UPDATE"), 481);
        Assert.True(call.Ended.IsCompleted);
        _peer.NextRequest("BYE");
    }

    [Fact]
    public async Task A_session_that_the_peer_should_refresh_and_does_not_ends_a_little_before_its_time()
    {
        var (call, _) = _peer.Establish(("Session-Expires", "300;refresher=uas"), ("Require", "timer"));
        _peer.Loop.Advance(TimeSpan.FromSeconds(267));
        _peer.AssertSilent();
        _peer.Loop.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(_peer.NextRequest("BYE").Headers["Reason"]);
        Assert.Equal(CallEndedBy.Failure, (await call.Ended).By);
    }

    [Fact]
    public void A_refresh_of_the_peer_makes_the_session_last()
    {
        var (call, invite) = _peer.Establish(("Session-Expires", "300;refresher=uas"), ("Require", "timer"));
        for (var i = 0u; i < 3; i++)
        {
            _peer.Loop.Advance(TimeSpan.FromSeconds(200));
            var update = _peer.InDialog("UPDATE", 10 + i, invite);
            update.Headers.Add("Supported", "timer");
            update.Headers.Add("Session-Expires", "300;refresher=uac");
            _peer.Send(update);
            var success = _peer.NextResponse(200);
            Assert.Equal(("300;refresher=uac", "timer"), (success.Headers["Session-Expires"], success.Headers["Require"]));
        }

        Assert.False(call.Ended.IsCompleted);
    }

    [Theory]
    [InlineData("v=0\r\no=- 1 1 IN IP4 a\r\ns=-\r\na=sendrecv\r\n", true)]
    [InlineData("v=0\r\no=- 1 2 IN IP4 a\r\ns=-\r\na=sendrecv\r\n", true)]
    [InlineData("v=0\r\no=- 1 2 IN IP4 a\r\ns=-\r\na=sendonly\r\n", false)]
    public void A_refresh_by_the_same_offer_is_answered_with_the_same_answer_and_not_told(string offer, bool isSame)
    {
        var call = _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        _peer.Answer(invite, 200, "v=0\r\no=- 1 1 IN IP4 a\r\ns=-\r\na=sendrecv\r\n");
        _peer.NextRequest("ACK");
        _peer.Told<CallAnswered>(call);
        var again = _peer.InDialog("INVITE", 10, invite, offer);
        _peer.Send(again);
        if (isSame)
        {
            var success = _peer.NextResponse(200);
            Assert.Equal("offer", success.BodyText);
            _peer.Acknowledge(success, again);
            Assert.False(call.Events.TryRead(out _));
        }
        else
        {
            Assert.Equal(offer, _peer.Told<CallOffered>(call).Offer.Sdp);
        }
    }

    [Fact]
    public void An_interval_too_short_for_the_peer_is_made_longer_and_stays_so()
    {
        var call = _peer.Call();
        var first = _peer.NextRequest("INVITE");
        _peer.Answer(first, 422, headers: [("Min-SE", "3600")]);
        _peer.NextRequest("ACK");
        var second = _peer.NextRequest("INVITE");
        Assert.Equal((first.CallId, first.CSeq!.Value.Number + 1), (second.CallId, second.CSeq!.Value.Number));
        Assert.Equal(("3600", "3600"), (second.Headers["Session-Expires"], second.Headers["Min-SE"]));
        _peer.Answer(second, 200, "answer", headers: [("Session-Expires", "3600;refresher=uac"), ("Allow", "UPDATE")]);
        _peer.NextRequest("ACK");
        _peer.Loop.Advance(TimeSpan.FromSeconds(1800));
        Assert.Equal("3600", _peer.NextRequest("UPDATE").Headers["Min-SE"]);
        Assert.False(call.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_422_that_asks_for_nothing_new_ends_the_call()
    {
        var call = _peer.Call();
        _peer.Answer(_peer.NextRequest("INVITE"), 422, headers: [("Min-SE", "3600")]);
        _peer.NextRequest("ACK");
        _peer.Answer(_peer.NextRequest("INVITE"), 422, headers: [("Min-SE", "3600")]);
        Assert.Equal(422, (await call.Ended.WaitAsync(TimeSpan.FromSeconds(20))).StatusCode);
    }

    [Fact]
    public void A_callers_interval_that_is_too_short_is_refused()
    {
        var invite = _peer.NewRequest("INVITE", "offer");
        invite.Headers.Add("Supported", "timer");
        invite.Headers.Add("Session-Expires", "60");
        _peer.Send(invite);
        Assert.Equal("90", _peer.NextResponse(422).Headers["Min-SE"]);
    }

    [Theory]
    [InlineData("Supported", "timer", "600;refresher=uac", null, "600;refresher=uac")]
    [InlineData("Require", "timer", "600;refresher=uas", null, "600;refresher=uas")]
    [InlineData("Supported", "timer", "600", null, "600;refresher=uas")]
    [InlineData("Supported", "timer", null, null, "1800;refresher=uas")]
    [InlineData("Supported", "timer", "7200", "3600", "3600;refresher=uas")]
    [InlineData("Supported", "path", null, null, "1800;refresher=uas")]
    [InlineData("Supported", "path", "60", null, "90;refresher=uas")]
    public async Task The_callee_says_what_holds(string header, string option, string? asked, string? minimum, string expected)
    {
        var invite = _peer.NewRequest("INVITE", "offer");
        invite.Headers.Add(header, option);
        invite.Headers["Session-Expires"] = asked;
        invite.Headers["Min-SE"] = minimum;
        var (_, success) = await _peer.ReceiveAsync(invite);
        Assert.Equal(expected, success.Headers["Session-Expires"]);
        Assert.Equal(option == "timer", success.HasOption("Require", "timer"));
    }

    [Fact]
    public async Task The_callee_refreshes_in_its_own_role()
    {
        var invite = _peer.NewRequest("INVITE", "offer");
        invite.Headers.Add("Allow", "UPDATE");
        await _peer.ReceiveAsync(invite);
        _peer.Loop.Advance(Half);
        Assert.Equal("1800;refresher=uac", _peer.NextRequest("UPDATE").Headers["Session-Expires"]);
    }

    [Fact]
    public void An_ended_call_is_not_refreshed()
    {
        var (call, _) = _peer.Establish();
        _ = call.EndAsync();
        _peer.Answer(_peer.NextRequest("BYE"), 200);
        _peer.Loop.Advance(Half * 3);
        _peer.AssertSilent();
    }
}
