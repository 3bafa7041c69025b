using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Diagnostics;
using Sylk.Sip.Transactions;
using Sylk.Sip.Transports;
using Sylk.Sip.UserAgents;

namespace Sylk.Sip.Tests.Support;

/// <summary>An application on real transactions and dialogs, under a clock that the test moves. The other end is the test,
/// message by message.</summary>
internal sealed class ScriptedPeer : IRequestRouter, IDisposable
{
    public static readonly IPEndPoint Address = new(IPAddress.Parse("198.51.100.7"), 5060);
    private readonly SipMetrics _metrics = new();
    private readonly TransactionLayer _transactions;
    private readonly string _transport;
    private int _branch;

    public ScriptedPeer(string transport = "UDP", SipTimers? timers = null, string? outboundProxy = null, int maxTransactions = 100)
    {
        _transport = transport;
        _transactions = new(new(Loop, timers ?? new(), Network, Network, new()), _metrics, maxTransactions);
        Layer = new(_transactions, new(), timers ?? new(), this) { OutboundProxy = outboundProxy };
        _transactions.User = Layer;
        Agent = Layer.CreateAgent(NullLogger.Instance);
        Agent.OnCall(async (call, ended) =>
        {
            Calls.Add(call);
            await HandlerMayEnd.Task.WaitAsync(ended);
        });
    }

    public FakeLoop Loop { get; } = new();

    public FakeNetwork Network { get; } = new();

    public UserAgentLayer Layer { get; }

    public UserAgent Agent { get; }

    /// <summary>Calls that came in.</summary>
    public Log<IIncomingCall> Calls { get; } = new("call");

    public TaskCompletionSource HandlerMayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Transactions that live.</summary>
    public int Transactions => _transactions.Count;

    public static string Uri => $"sip:peer@{Address}";

    UserAgent? IRequestRouter.Find(SipRequest request, SipPeer peer, string? application, out int statusCode)
    {
        statusCode = 404;
        return Agent;
    }

    /// <summary>A request of the peer outside a dialog.</summary>
    public SipRequest NewRequest(string method, string? body = null)
    {
        var request = new SipRequest(method, SipUri.Parse($"sip:app@{FakeNetwork.Ours}"));
        request.Headers.Add("Via", NewVia());
        request.Headers.Add("From", $"<{Uri}>;tag=peer");
        request.Headers.Add("To", "<sip:app@example.com>");
        request.Headers.Add("Call-ID", "scripted");
        request.Headers.Add("CSeq", $"1 {method}");
        request.Headers.Add("Contact", $"<{Uri}>");
        if (body is not null)
        {
            request.SetBody("application/sdp", body);
        }

        return request;
    }

    /// <summary>A request of the peer within the dialog that a message of ours belongs to.</summary>
    public SipRequest InDialog(string method, uint cseq, SipMessage ofOurs, string? body = null)
    {
        var (local, remote) = ofOurs is SipRequest ? (ofOurs.To!, ofOurs.From!) : (ofOurs.From!, ofOurs.To!);
        if (local.Tag is null)
        {
            local = local.WithTag("callee");
        }

        var request = new SipRequest(method, ofOurs.Contact?.Uri ?? SipUri.Parse($"sip:app@{FakeNetwork.Ours}"));
        request.Headers.Add("Via", NewVia());
        request.Headers.Add("From", local.ToString());
        request.Headers.Add("To", remote.ToString());
        request.Headers.Add("Call-ID", ofOurs.CallId);
        request.Headers.Add("CSeq", $"{cseq} {method}");
        request.Headers.Add("Contact", $"<{Uri}>");
        if (body is not null)
        {
            request.SetBody("application/sdp", body);
        }

        return request;
    }

    /// <summary>The ACK for a 2xx, or what a transaction sends after another final response.</summary>
    public void Acknowledge(SipResponse response, SipRequest invite, string? body = null)
    {
        var ack = new SipRequest("ACK", response.Contact?.Uri ?? invite.RequestUri);
        ack.Headers.Add("Via", response.IsSuccess ? NewVia() : invite.Headers["Via"]!);
        ack.Headers.Add("From", response.Headers["From"]!);
        ack.Headers.Add("To", response.Headers["To"]!);
        ack.Headers.Add("Call-ID", response.CallId);
        ack.Headers.Add("CSeq", $"{response.CSeq!.Value.Number} ACK");
        if (body is not null)
        {
            ack.SetBody("application/sdp", body);
        }

        Send(ack);
    }

    /// <summary>Answers a request of ours.</summary>
    public SipResponse Answer(SipRequest request, int statusCode, string? body = null, string tag = "callee", params (string Name, string Value)[] headers)
    {
        var response = request.CreateResponse(statusCode);
        if (statusCode > 100 && response.To is { Tag: null } to)
        {
            response.Headers["To"] = to.WithTag(tag).ToString();
        }

        response.Headers.Add("Contact", $"<sip:{tag}@{Address}>");
        foreach (var (name, value) in headers)
        {
            response.Headers.Add(name, value);
        }

        if (body is not null)
        {
            response.SetBody("application/sdp", body);
        }

        Send(response);
        return response;
    }

    /// <summary>Sends a message from the address of the peer.</summary>
    public void Send(SipMessage message) => Send(message, Network.FlowTo(_transport, Address));

    public void Send(SipMessage message, Flow flow)
    {
        Loop.Post(() => _transactions.OnMessage(message, flow));
        Loop.Run();
    }

    /// <summary>The next request that we sent; 100 and the like are not to come before it.</summary>
    public SipRequest NextRequest(string method)
    {
        var request = Assert.IsType<SipRequest>(Next());
        Assert.Equal(method, request.Method);
        return request;
    }

    /// <summary>The next response that we sent, 100 left out.</summary>
    public SipResponse NextResponse(int statusCode)
    {
        var response = Assert.IsType<SipResponse>(Next());
        Assert.Equal(statusCode, response.StatusCode);
        return response;
    }

    /// <summary>Nothing was sent beyond what has been looked at.</summary>
    public void AssertSilent()
    {
        Loop.Run();
        Assert.DoesNotContain(Network.Sent, s => s.Message is not SipResponse { StatusCode: 100 });
    }

    /// <summary>Starts a call to the peer.</summary>
    public IOutgoingCall Call(string? offer = "offer", TimeSpan? answerTimeout = null)
    {
        var call = Agent.CreateCall(new()
        {
            Target = SipUri.Parse(Uri),
            From = new(SipUri.Parse("sip:app@example.com")),
            Offer = offer,
            AnswerTimeout = answerTimeout ?? TimeSpan.FromSeconds(180),
        });
        call.Start();
        Loop.Run();
        return call;
    }

    /// <summary>A call to the peer that has been answered and acknowledged.</summary>
    public (IOutgoingCall Call, SipRequest Invite) Establish(params (string Name, string Value)[] headersOfSuccess)
    {
        var call = Call();
        var invite = NextRequest("INVITE");
        Answer(invite, 200, "answer", headers: headersOfSuccess);
        NextRequest("ACK");
        return (call, invite);
    }

    /// <summary>A call of the peer that has been answered and acknowledged.</summary>
    public async Task<(IIncomingCall Call, SipResponse Success)> ReceiveAsync(SipRequest invite)
    {
        Send(invite);
        var call = await Calls.NextAsync();
        _ = call.AnswerAsync("answer");
        var success = NextResponse(200);
        Acknowledge(success, invite, invite.Body.IsEmpty ? "answer to an offer" : null);
        return (call, success);
    }

    /// <summary>The next event of a kind that the call has told.</summary>
    public T Told<T>(ISipCall call) where T : CallEvent
    {
        Loop.Run();
        while (call.Events.TryRead(out var happened))
        {
            if (happened is T found)
            {
                return found;
            }
        }

        throw new InvalidOperationException($"The call has not told {typeof(T).Name}.");
    }

    public void Dispose()
    {
        HandlerMayEnd.TrySetResult();
        Network.Dispose();
        _metrics.Dispose();
    }

    private SipMessage Next()
    {
        Loop.Run();
        while (Network.Sent.TryDequeue(out var sent))
        {
            if (sent.Message is not SipResponse { StatusCode: 100 })
            {
                return sent.Message;
            }
        }

        throw new InvalidOperationException("Nothing was sent.");
    }

    private string NewVia() => $"SIP/2.0/{_transport} {Address};branch={ViaHeader.MagicCookie}{++_branch}";
}
