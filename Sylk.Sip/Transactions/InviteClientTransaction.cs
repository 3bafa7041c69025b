using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;

namespace Sylk.Sip.Transactions;

/// <summary>RFC 3261 section 17.1.1 with the Accepted state of RFC 6026 section 7.2.</summary>
internal sealed class InviteClientTransaction(
    ISipLoop loop, SipTimers timers, SipRequest request, IRequestPath path, IClientTransactionOwner owner)
    : ClientTransaction(loop, timers, request, path, owner)
{
    private enum State { Calling, Proceeding, Completed, Accepted }

    private State _state = State.Calling;
    private TimeSpan _interval;
    private IDisposable? _retransmit, _end;
    private byte[]? _ack;

    public override bool IsProceeding => _state == State.Proceeding && !IsTerminated;

    public override void Start()
    {
        _end = Loop.Schedule(Timers.Timeout, OnTimerB);
        if (TrySendRequest() && !Path.IsReliable)
        {
            _interval = Timers.T1;
            _retransmit = Loop.Schedule(_interval, OnTimerA);
        }
    }

    public override void OnResponse(SipResponse response, SipPeer peer)
    {
        if (IsTerminated)
        {
            return;
        }

        switch (_state)
        {
            case State.Calling or State.Proceeding when response.IsProvisional:
                StopTimers();
                _state = State.Proceeding;
                Deliver(response, peer);
                break;
            case State.Calling or State.Proceeding when response.IsSuccess:
                Enter(State.Accepted, Timers.Timeout); // Timer M
                Deliver(response, peer);
                break;
            case State.Calling or State.Proceeding:
                _ack = SipMessageWriter.ToArray(AckFor(response));
                Path.TrySend(_ack);
                Enter(State.Completed, Path.IsReliable ? TimeSpan.Zero : Timers.TimerD);
                Deliver(response, peer);
                break;
            case State.Accepted when response.IsSuccess:
                Deliver(response, peer);
                break;
            case State.Completed when response.StatusCode >= 300:
                Path.TrySend(_ack!);
                break;
            default:
                break;
        }
    }

    public override void OnFlowClosed()
    {
        // In Proceeding the answer may still come over a connection the peer opens (RFC 3261 section 18.2.2).
        if (_state == State.Calling)
        {
            Terminate(TransactionEnd.TransportError, "the connection closed");
        }
    }

    protected override void StopTimers()
    {
        _retransmit?.Dispose();
        _end?.Dispose();
    }

    private void Enter(State state, TimeSpan until)
    {
        StopTimers();
        _state = state;
        _end = Loop.Schedule(until, () => Terminate(TransactionEnd.Completed));
    }

    private void OnTimerA()
    {
        if (TrySendRequest())
        {
            _interval *= 2;
            _retransmit = Loop.Schedule(_interval, OnTimerA);
        }
    }

    private void OnTimerB() => Terminate(TransactionEnd.Timeout, "no response to INVITE");

    /// <summary>The ACK for a final response other than 2xx (RFC 3261 section 17.1.1.3).</summary>
    private SipRequest AckFor(SipResponse response)
    {
        var ack = new SipRequest("ACK", Request.RequestUri);
        ack.Headers.AddParsed("Via", Request.Headers.First("Via")!);
        ack.Headers.CopyFrom(Request.Headers, "Route");
        ack.MaxForwards = 70;
        ack.Headers.CopyFrom(Request.Headers, "From");
        ack.Headers.CopyFrom(response.Headers, "To");
        ack.Headers.CopyFrom(Request.Headers, "Call-ID");
        ack.Headers.Add("CSeq", new CSeqHeader(Request.CSeq!.Value.Number, "ACK").ToString());
        return ack;
    }
}
