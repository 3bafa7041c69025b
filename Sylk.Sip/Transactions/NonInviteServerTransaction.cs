using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transactions;

/// <summary>RFC 3261 section 17.2.2.</summary>
internal sealed class NonInviteServerTransaction : ServerTransaction
{
    private IDisposable? _end;
    private bool _isCompleted;

    public NonInviteServerTransaction(ISipLoop loop, SipTimers timers, SipRequest request, SipPeer peer, IResponsePath path)
        : base(loop, timers, request, peer, path)
    {
        // When the client's Timer F has fired, an answer is of no use any more (RFC 4320 section 4.2).
        _end = loop.Schedule(timers.Timeout, () => Terminate(TransactionEnd.Timeout));
    }

    public override void Respond(SipResponse response)
    {
        if (_isCompleted || IsTerminated)
        {
            return;
        }

        if (!response.IsProvisional)
        {
            _isCompleted = true;
            StopTimers();
            _end = Loop.Schedule(IsReliable ? TimeSpan.Zero : Timers.Timeout, OnTimerJ);
        }

        Send(response);
    }

    public override void OnRetransmission()
    {
        if (!Last.IsEmpty)
        {
            SendAgain();
        }
    }

    protected override void StopTimers() => _end?.Dispose();

    private void OnTimerJ() => Terminate(TransactionEnd.Completed);
}
