using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.UserAgents;

/// <summary>RFC 3262, both sides.</summary>
public sealed class ReliableProvisionalTests : IDisposable
{
    private readonly ScriptedPeer _peer = new();

    public void Dispose() => _peer.Dispose();

    [Fact]
    public void The_caller_offers_it_and_acknowledges_each_response_once()
    {
        var call = _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        Assert.True(invite.HasOption("Supported", "100rel"));
        var first = _peer.Answer(invite, 183, "early", "callee", ("Require", "100rel"), ("RSeq", "41"));
        var prack = _peer.NextRequest("PRACK");
        Assert.Equal("41 1 INVITE", prack.Headers["RAck"]);
        Assert.Equal("callee", prack.To!.Tag);
        _peer.Answer(prack, 200);
        _peer.Send(first);
        _peer.AssertSilent();
        _peer.Answer(invite, 180, null, "callee", ("Require", "100rel"), ("RSeq", "42"));
        Assert.Equal("42 1 INVITE", _peer.NextRequest("PRACK").Headers["RAck"]);
        Assert.Equal("early", _peer.Told<CallProgress>(call).Sdp);
        Assert.Equal(180, _peer.Told<CallProgress>(call).Response.StatusCode);
    }

    [Fact]
    public void A_response_that_overtakes_another_one_waits_until_it_is_repeated()
    {
        var call = _peer.Call();
        var invite = _peer.NextRequest("INVITE");
        _peer.Answer(invite, 183, null, "callee", ("Require", "100rel"), ("RSeq", "1"));
        _peer.Answer(_peer.NextRequest("PRACK"), 200);
        var third = _peer.Answer(invite, 182, null, "callee", ("Require", "100rel"), ("RSeq", "3"));
        _peer.AssertSilent();
        _peer.Answer(invite, 180, null, "callee", ("Require", "100rel"), ("RSeq", "2"));
        Assert.Equal("2 1 INVITE", _peer.NextRequest("PRACK").Headers["RAck"]);
        _peer.Send(third);
        Assert.Equal("3 1 INVITE", _peer.NextRequest("PRACK").Headers["RAck"]);
        Assert.Equal([183, 180, 182], Enumerable.Range(0, 3).Select(_ => _peer.Told<CallProgress>(call).Response.StatusCode));
    }

    [Fact]
    public async Task The_callee_repeats_until_the_PRACK_and_one_after_the_other()
    {
        var (call, invite) = await RingAsync();
        call.Progress(183, "early");
        call.Progress();
        var first = _peer.NextResponse(183);
        Assert.True(first.HasOption("Require", "100rel"));
        _peer.Loop.Advance(500);
        Assert.Equal(first.Headers["RSeq"], _peer.NextResponse(183).Headers["RSeq"]);
        _peer.Loop.Advance(1000);
        _peer.NextResponse(183);

        Prack(first, 2, first.Headers["RSeq"]!);
        _peer.NextResponse(200);
        var second = _peer.NextResponse(180);
        Assert.Equal(uint.Parse(first.Headers["RSeq"]!) + 1, uint.Parse(second.Headers["RSeq"]!));
        Prack(second, 3, second.Headers["RSeq"]!);
        _peer.NextResponse(200);
        _peer.Loop.Advance(5000);
        _peer.AssertSilent();
        Assert.False(call.Ended.IsCompleted);
        Assert.NotNull(invite.Via);
    }

    [Fact]
    public async Task A_PRACK_that_fits_nothing_is_answered_481()
    {
        var (call, _) = await RingAsync();
        call.Progress(183, "early");
        var early = _peer.NextResponse(183);
        Prack(early, 2, "1");
        _peer.NextResponse(481);
        Prack(early, 3, early.Headers["RSeq"]!, "2 INVITE");
        _peer.NextResponse(481);
        Prack(early, 4, early.Headers["RSeq"]!);
        _peer.NextResponse(200);
        Prack(early, 5, early.Headers["RSeq"]!);
        _peer.NextResponse(481);
    }

    [Fact]
    public async Task The_2xx_waits_for_the_PRACK_of_an_answer()
    {
        var (call, invite) = await RingAsync();
        call.Progress(183, "early");
        var early = _peer.NextResponse(183);
        _ = call.AnswerAsync("early");
        _peer.AssertSilent();
        Prack(early, 2, early.Headers["RSeq"]!);
        _peer.NextResponse(200);
        _peer.Acknowledge(_peer.NextResponse(200), invite);
        Assert.Equal(200, _peer.Told<CallAnswered>(call).Response.StatusCode);
    }

    [Fact]
    public async Task The_2xx_does_not_wait_for_the_PRACK_of_mere_ringing()
    {
        var (call, _) = await RingAsync();
        call.Progress();
        _peer.NextResponse(180);
        _ = call.AnswerAsync("answer");
        Assert.Equal("INVITE", _peer.NextResponse(200).CSeq!.Value.Method);
    }

    [Fact]
    public async Task A_call_whose_caller_never_sends_PRACK_is_refused()
    {
        var (call, _) = await RingAsync();
        call.Progress();
        _peer.NextResponse(180);
        _peer.Loop.Advance(TimeSpan.FromSeconds(32));
        var sent = _peer.Network.Sent.Select(s => s.Message).OfType<SipResponse>().Select(r => r.StatusCode).Distinct();
        Assert.Equal([180, 500], sent.Take(2));
        Assert.Equal(CallEndedBy.Failure, (await call.Ended).By);
    }

    [Fact]
    public async Task A_caller_that_does_not_ask_for_it_gets_plain_responses()
    {
        _peer.Send(_peer.NewRequest("INVITE", "offer"));
        var call = await _peer.Calls.NextAsync();
        call.Progress();
        Assert.Null(_peer.NextResponse(180).Headers["RSeq"]);
    }

    private async Task<(IIncomingCall Call, SipRequest Invite)> RingAsync()
    {
        var invite = _peer.NewRequest("INVITE", "offer");
        invite.Headers.Add("Require", "100rel");
        _peer.Send(invite);
        return (await _peer.Calls.NextAsync(), invite);
    }

    private void Prack(SipResponse provisional, uint cseq, string sequence, string invite = "1 INVITE")
    {
        var prack = _peer.InDialog("PRACK", cseq, provisional);
        prack.Headers.Add("RAck", $"{sequence} {invite}");
        _peer.Send(prack);
    }
}
