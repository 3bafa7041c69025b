using Sylk.Abstractions.Sip;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Transactions;

/// <summary>A request on its way to the first target that answers: one client transaction after the other, each with its
/// own branch (RFC 3263 section 4.3).</summary>
internal sealed class OutgoingRequest(TransactionLayer layer, SipRequest request, SipDestination destination, IClientTransactionUser user)
    : IClientTransaction, IClientTransactionOwner
{
    private readonly TargetWalk _targets = new(layer.Context, request, destination);
    private ClientTransaction? _current;
    private Flow? _flow;
    private IDisposable? _closed, _abandon;
    private SipResponse? _unavailable;
    private SipPeer? _unavailablePeer;
    private bool _isCancelled, _isCancelSent, _isDone;
    private string? _reason;

    public SipRequest Request => _current?.Request ?? request;

    public SipFlow? Flow => _flow?.Id;

    public void Start()
    {
        if (!_isDone)
        {
            TryNextTarget();
        }
    }

    public void Cancel(string? reason = null)
    {
        if (_isDone || _isCancelled || request.Method != "INVITE")
        {
            return;
        }

        _isCancelled = true;
        _reason = reason;
        if (_current is null)
        {
            Finish(TransactionEnd.TransportError, "cancelled before it was sent");
        }
        else if (_current.IsProceeding)
        {
            SendCancel();
        }
    }

    void IClientTransactionOwner.OnResponse(ClientTransaction transaction, SipResponse response, SipPeer peer)
    {
        if (_isDone || transaction != _current)
        {
            return; // a late 2xx of a target that was given up
        }

        if (response.IsProvisional)
        {
            user.OnResponse(this, response, peer);
            if (_isCancelled)
            {
                SendCancel();
            }

            return;
        }

        // 503 leads to the next target, if there is one (RFC 3263 section 4.3).
        if (response.StatusCode == 503 && _targets.HasMore && !_isCancelled)
        {
            (_unavailable, _unavailablePeer) = (response, peer);
            TryNextTarget();
            return;
        }

        user.OnResponse(this, response, peer);
        if (request.Method != "INVITE" || !response.IsSuccess)
        {
            Finish(TransactionEnd.Completed, "");
        }
        else
        {
            _abandon?.Dispose();
        }
    }

    void IClientTransactionOwner.OnTerminated(ClientTransaction transaction, TransactionEnd end, string detail)
    {
        layer.Remove(transaction);
        if (_isDone || transaction != _current)
        {
            return;
        }

        if (end is TransactionEnd.Completed || !_targets.HasMore || _isCancelled)
        {
            End(end == TransactionEnd.TransportError && destination.Flow is not null ? TransactionEnd.FlowFailed : end, detail);
        }
        else
        {
            TryNextTarget();
        }
    }

    private void TryNextTarget()
    {
        _current = null;
        _targets.Next(OnFlow, OnNoFlow);
    }

    private void OnFlow(Flow flow)
    {
        if (_isDone)
        {
            return;
        }

        _flow = flow;
        _closed?.Dispose();
        _current = layer.Create(OutgoingVia.Put(request, OutgoingVia.NewBranch(), flow, layer.Context.Transports), flow, this);
        var started = _current;
        _closed = flow.WhenClosed(started.OnFlowClosed);
        user.OnSent(this, flow.Id);
        started.Start();
    }

    private void OnNoFlow(TransactionEnd end, string detail)
    {
        if (!_isDone)
        {
            End(end, detail);
        }
    }

    /// <summary>Ends without a final response of the last target; a 503 of one before is better than none.</summary>
    private void End(TransactionEnd end, string detail)
    {
        if (end is not TransactionEnd.Completed && _unavailable is { } response)
        {
            user.OnResponse(this, response, _unavailablePeer!);
            end = TransactionEnd.Completed;
        }

        Finish(end, detail);
    }

    private void Finish(TransactionEnd end, string detail)
    {
        if (!_isDone)
        {
            _isDone = true;
            _closed?.Dispose();
            _abandon?.Dispose();
            user.OnTerminated(this, end, detail);
        }
    }

    private void SendCancel()
    {
        if (_isCancelSent || _current is not { } invite)
        {
            return;
        }

        _isCancelSent = true;
        layer.Create(CancelRequest.For(invite.Request, _reason), _flow!, new CancelOwner(layer)).Start();
        _abandon = layer.Context.Loop.Schedule(layer.Context.Timers.Timeout, () => invite.Abandon("no final response to the cancelled INVITE"));
    }

    /// <summary>Nobody waits for the response to a CANCEL.</summary>
    private sealed class CancelOwner(TransactionLayer layer) : IClientTransactionOwner
    {
        public void OnResponse(ClientTransaction transaction, SipResponse response, SipPeer peer)
        {
        }

        public void OnTerminated(ClientTransaction transaction, TransactionEnd end, string detail) => layer.Remove(transaction);
    }
}
