using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;

namespace Sylk.Sip.Transactions;

/// <summary>A server transaction (RFC 3261 section 17.2). No socket and no clock of its own.</summary>
internal abstract class ServerTransaction(ISipLoop loop, SipTimers timers, SipRequest request, SipPeer peer, IResponsePath path) : IServerTransaction
{
    private Action? _removed;

    public SipRequest Request { get; } = request;

    public SipPeer Peer { get; } = peer;

    public IServerTransactionUser? User { get; set; }

    public SipRequest? Cancel { get; private set; }

    /// <summary>The last response sent, for its To tag.</summary>
    public SipResponse? LastResponse { get; private set; }

    /// <summary>Under which the request is known to <see cref="MergedRequests"/>, if it is.</summary>
    public string? MergeKey { get; set; }

    protected ISipLoop Loop { get; } = loop;

    protected SipTimers Timers { get; } = timers;

    protected bool IsReliable => path.IsReliable;

    /// <summary>Bytes of the response that a retransmitted request gets again.</summary>
    protected ReadOnlyMemory<byte> Last { get; private set; }

    protected bool IsTerminated { get; private set; }

    public abstract void Respond(SipResponse response);

    public void RespondOnce(SipResponse response)
    {
        if (LastResponse is not null)
        {
            Respond(response);
        }
        else if (!IsTerminated)
        {
            Send(response);
            Terminate(TransactionEnd.Completed);
        }
    }

    /// <summary>The request came again.</summary>
    public abstract void OnRetransmission();

    /// <returns>False if the ACK is not for this transaction but for its user (RFC 6026 section 7.1).</returns>
    public virtual bool OnAck() => true;

    /// <summary>Takes a CANCEL that was answered; has an effect only before the final response.</summary>
    public void OnCancel(SipRequest cancel)
    {
        if (Cancel is null && LastResponse is null or { IsProvisional: true } && !IsTerminated)
        {
            Cancel = cancel;
            User?.OnCancel(cancel);
        }
    }

    /// <summary>Calls back when the machine has ended and absorbs nothing more.</summary>
    public void WhenRemoved(Action removed) => _removed = removed;

    protected void Send(SipResponse response)
    {
        LastResponse = response;
        Last = SipMessageWriter.ToArray(response);
        SendAgain();
    }

    protected void SendAgain() => path.Send(Last, OnTransportError);

    protected void Terminate(TransactionEnd end)
    {
        if (!IsTerminated)
        {
            IsTerminated = true;
            StopTimers();
            Tell(end);
            _removed?.Invoke();
        }
    }

    /// <summary>Tells the user, once, that nothing more will come.</summary>
    protected void Tell(TransactionEnd end)
    {
        var user = User;
        User = null;
        user?.OnTerminated(end);
    }

    protected abstract void StopTimers();

    private void OnTransportError()
    {
        // A provisional response that is lost does no harm; what follows will tell.
        if (LastResponse is { IsProvisional: false })
        {
            Terminate(TransactionEnd.TransportError);
        }
    }
}

/// <summary>The way back to the client (RFC 3261 section 18.2.2).</summary>
internal interface IResponsePath
{
    bool IsReliable { get; }

    /// <param name="message">The response.</param>
    /// <param name="failed">Called on the loop, perhaps later, if it cannot be sent.</param>
    void Send(ReadOnlyMemory<byte> message, Action failed);
}
