using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transactions;

/// <summary>RFC 3261 section 17.2.1 with the Accepted state of RFC 6026 section 7.1.</summary>
internal sealed class InviteServerTransaction(ISipLoop loop, SipTimers timers, SipRequest request, SipPeer peer, IResponsePath path)
    : ServerTransaction(loop, timers, request, peer, path)
{
    private enum State { Proceeding, Completed, Confirmed, Accepted }

    private State _state = State.Proceeding;
    private TimeSpan _interval;
    private IDisposable? _retransmit, _end;

    public override void Respond(SipResponse response)
    {
        if (IsTerminated)
        {
            return;
        }

        switch (_state)
        {
            case State.Proceeding when response.IsProvisional:
                Send(response);
                break;
            case State.Proceeding when response.IsSuccess:
                _state = State.Accepted;
                _end = Loop.Schedule(Timers.Timeout, OnTimerL);
                Send(response);
                break;
            case State.Proceeding:
                _state = State.Completed;
                _end = Loop.Schedule(Timers.Timeout, OnTimerH);
                if (!IsReliable)
                {
                    _interval = Timers.T1;
                    _retransmit = Loop.Schedule(_interval, OnTimerG);
                }

                Send(response);
                break;
            case State.Accepted when response.IsSuccess:
                Send(response);
                break;
            default:
                break;
        }
    }

    public override void OnRetransmission()
    {
        // In Accepted they are absorbed: a 2xx is repeated by the transaction user alone.
        if (_state is State.Proceeding or State.Completed && !Last.IsEmpty)
        {
            SendAgain();
        }
    }

    public override bool OnAck()
    {
        if (_state == State.Completed)
        {
            StopTimers();
            _state = State.Confirmed;
            _end = Loop.Schedule(IsReliable ? TimeSpan.Zero : Timers.T4, OnTimerI);
            Tell(TransactionEnd.Completed);
        }

        return _state != State.Accepted;
    }

    protected override void StopTimers()
    {
        _retransmit?.Dispose();
        _end?.Dispose();
    }

    private void OnTimerG()
    {
        _interval = _interval * 2 > Timers.T2 ? Timers.T2 : _interval * 2;
        _retransmit = Loop.Schedule(_interval, OnTimerG);
        SendAgain();
    }

    private void OnTimerH() => Terminate(TransactionEnd.Timeout);

    private void OnTimerI() => Terminate(TransactionEnd.Completed);

    private void OnTimerL() => Terminate(TransactionEnd.Completed);
}
