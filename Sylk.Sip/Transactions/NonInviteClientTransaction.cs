using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transactions;

/// <summary>RFC 3261 section 17.1.2.</summary>
internal sealed class NonInviteClientTransaction(
    ISipLoop loop, SipTimers timers, SipRequest request, IRequestPath path, IClientTransactionOwner owner)
    : ClientTransaction(loop, timers, request, path, owner)
{
    private enum State { Trying, Proceeding, Completed }

    private State _state = State.Trying;
    private TimeSpan _interval;
    private IDisposable? _retransmit, _end;

    public override bool IsProceeding => _state == State.Proceeding && !IsTerminated;

    public override void Start()
    {
        _end = Loop.Schedule(Timers.Timeout, OnTimerF);
        if (TrySendRequest() && !Path.IsReliable)
        {
            _interval = Timers.T1;
            _retransmit = Loop.Schedule(_interval, OnTimerE);
        }
    }

    public override void OnResponse(SipResponse response, SipPeer peer)
    {
        if (IsTerminated || _state == State.Completed)
        {
            return;
        }

        if (response.IsProvisional)
        {
            _state = State.Proceeding;
            Deliver(response, peer);
            return;
        }

        _state = State.Completed;
        StopTimers();
        _end = Loop.Schedule(Path.IsReliable ? TimeSpan.Zero : Timers.T4, OnTimerK);
        Deliver(response, peer);
    }

    public override void OnFlowClosed()
    {
        if (_state == State.Trying)
        {
            Terminate(TransactionEnd.TransportError, "the connection closed");
        }
    }

    protected override void StopTimers()
    {
        _retransmit?.Dispose();
        _end?.Dispose();
    }

    private void OnTimerE()
    {
        if (TrySendRequest())
        {
            _interval = _state == State.Proceeding || _interval * 2 > Timers.T2 ? Timers.T2 : _interval * 2;
            _retransmit = Loop.Schedule(_interval, OnTimerE);
        }
    }

    private void OnTimerF() => Terminate(TransactionEnd.Timeout, $"no response to {Request.Method}");

    private void OnTimerK() => Terminate(TransactionEnd.Completed);
}
