using System.Net;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.OtherStacks;

/// <summary>SIPp calls the stack and is called by it.</summary>
public sealed class SippTests
{
    private const string Answer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Sipp_makes_calls_over_UDP()
    {
        await using var stack = new TestStack();
        await Sipp.RunAsync($"-sn uac -m 20 -r 20 -d 10 {stack.EndPoint("UDP")}");
    }

    [Fact]
    public async Task A_call_that_Sipp_refreshes_and_then_forgets_is_hung_up()
    {
        var time = new FakeTime();
        await using var agent = new TestAgent(time);
        var ended = new TaskCompletionSource<CallEnded>(TaskCreationOptions.RunContinuationsAsynchronously);
        agent.Agent.OnCall(async (call, _) =>
        {
            await call.AnswerAsync(Answer);
            await foreach (var happened in call.Events.ReadAllAsync(CancellationToken.None))
            {
                if (happened is CallRequest { Request: var info })
                {
                    info.Respond(200);
                    time.Advance(TimeSpan.FromSeconds(61));
                }
            }

            ended.SetResult(await call.Ended);
        });
        const string Timer = "Supported: timer\nSession-Expires: 90;refresher=uac";
        await Sipp.RunAsync(
            agent.EndPoint,
            0,
            Sipp.Send("INVITE", 1, Timer, Sipp.Offer),
            Sipp.MayReceive100,
            Sipp.Receive("200", ("Session-Expires", "90;refresher=uac"), ("Require", "timer")),
            Sipp.Send("ACK", 1),
            Sipp.Send("UPDATE", 2, Timer),
            Sipp.Receive("200", ("Session-Expires", "90;refresher=uac")),
            Sipp.Send("INFO", 3),
            Sipp.Receive("200"),
            Sipp.Receive("BYE", ("Reason", "cause=408")),
            Sipp.Respond("200 OK"));
        Assert.Equal(CallEndedBy.Failure, (await ended.Task.WaitAsync(Patience)).By);
    }

    [Fact]
    public async Task Sipp_acknowledges_our_reliable_responses()
    {
        await using var agent = new TestAgent();
        agent.Agent.OnCall(async (call, _) =>
        {
            call.Progress(183, Answer);
            await call.AnswerAsync(Answer);
        });
        await Sipp.RunAsync(
            agent.EndPoint,
            0,
            Sipp.Send("INVITE", 1, "Require: 100rel", Sipp.Offer),
            Sipp.MayReceive100,
            Sipp.Receive("183", ("Require", "100rel"), ("RSeq", "[0-9]+")),
            Sipp.Send("PRACK", 2, "RAck: [$RSeq] 1 INVITE"),
            Sipp.Receive("200", ("CSeq", "2 PRACK")),
            Sipp.Receive("200", ("CSeq", "1 INVITE")),
            Sipp.Send("ACK", 1),
            Sipp.Receive("BYE"),
            Sipp.Respond("200 OK"));
    }

    [Fact]
    public async Task We_acknowledge_the_reliable_responses_of_Sipp()
    {
        await using var agent = new TestAgent();
        var port = Sipp.FreePort();
        var target = new IPEndPoint(IPAddress.Loopback, port);
        var running = Sipp.RunAsync(
            agent.EndPoint,
            port,
            Sipp.Receive("INVITE", ("Supported", "100rel"), ("Via", ".*"), ("To", ".*")),
            Sipp.Respond("183 Session Progress", "Require: 100rel\nRSeq: 7", Sipp.Offer).Replace("[last_To:]", "[last_To:];tag=[call_number]", StringComparison.Ordinal),
            Sipp.Receive("PRACK", ("RAck", "7 1 INVITE")),
            Sipp.Respond("200 OK"),
            Sipp.Respond("200 OK").Replace("[last_Via:]", "Via:[$Via]", StringComparison.Ordinal).Replace("[last_CSeq:]", "CSeq: 1 INVITE", StringComparison.Ordinal),
            Sipp.Receive("ACK"),
            Sipp.Receive("BYE", ("CSeq", "3 BYE")),
            Sipp.Respond("200 OK"));
        var call = agent.Call(SipUri.Parse($"sip:sipp@{target}"));
        using var limit = new CancellationTokenSource(Patience);
        var seen = new List<CallEvent>();
        do
        {
            seen.Add(await call.Events.ReadAsync(limit.Token));
        }
        while (seen[^1] is not (CallAnswered or CallEnded));
        Assert.NotNull(Assert.Single(seen.OfType<CallProgress>()).Sdp);
        Assert.Null(Assert.IsType<CallAnswered>(seen[^1]).Sdp);
        await call.EndAsync().WaitAsync(Patience);
        await running;
    }
}
