using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;

namespace Sylk.Sip.Transactions;

/// <summary>A client transaction (RFC 3261 section 17.1): one request on one flow. No socket and no clock of its own.</summary>
internal abstract class ClientTransaction(ISipLoop loop, SipTimers timers, SipRequest request, IRequestPath path, IClientTransactionOwner owner)
{
    private readonly byte[] _bytes = SipMessageWriter.ToArray(request);

    public SipRequest Request { get; } = request;

    public bool IsTerminated { get; private set; }

    /// <summary>Whether a provisional response has come and no final one.</summary>
    public abstract bool IsProceeding { get; }

    protected ISipLoop Loop { get; } = loop;

    protected SipTimers Timers { get; } = timers;

    protected IRequestPath Path { get; } = path;

    /// <summary>Sends the request for the first time.</summary>
    public abstract void Start();

    public abstract void OnResponse(SipResponse response, SipPeer peer);

    /// <summary>The flow has closed, with what was sent on it and not answered.</summary>
    public abstract void OnFlowClosed();

    /// <summary>Gives up waiting: for an INVITE that was cancelled and is never answered (RFC 3261 section 9.1).</summary>
    public void Abandon(string detail) => Terminate(TransactionEnd.Timeout, detail);

    /// <returns>False if that ended the transaction.</returns>
    protected bool TrySendRequest()
    {
        if (Path.TrySend(_bytes))
        {
            return true;
        }

        Terminate(TransactionEnd.TransportError, "the message could not be sent");
        return false;
    }

    protected void Deliver(SipResponse response, SipPeer peer) => owner.OnResponse(this, response, peer);

    protected void Terminate(TransactionEnd end, string detail = "")
    {
        if (!IsTerminated)
        {
            IsTerminated = true;
            StopTimers();
            owner.OnTerminated(this, end, detail);
        }
    }

    protected abstract void StopTimers();
}

/// <summary>Where a client transaction sends.</summary>
internal interface IRequestPath
{
    bool IsReliable { get; }

    /// <returns>False if the transport cannot take it.</returns>
    bool TrySend(ReadOnlyMemory<byte> message);
}

/// <summary>Whom a client transaction tells. Called on the loop.</summary>
internal interface IClientTransactionOwner
{
    void OnResponse(ClientTransaction transaction, SipResponse response, SipPeer peer);

    /// <summary>The machine has ended, absorbing included.</summary>
    void OnTerminated(ClientTransaction transaction, TransactionEnd end, string detail);
}
