using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transactions;

/// <summary>The one loop that owns transactions, dialogs and registrations. Everything in this library runs on it unless
/// it says otherwise.</summary>
public interface ISipLoop
{
    TimeProvider Time { get; }

    /// <summary>Runs an action on the loop, after everything posted before. Callable from any thread.</summary>
    void Post(Action action);

    /// <summary>Runs an action on the loop when the time has passed; disposing (on the loop) prevents it.</summary>
    IDisposable Schedule(TimeSpan delay, Action action);
}

/// <summary>What the transaction layer offers to its users (RFC 3261 section 17). Called on the loop.</summary>
public interface ITransactionLayer
{
    ISipLoop Loop { get; }

    /// <summary>Sends a request in a client transaction. The layer resolves the destination (RFC 3263, cached, outside the
    /// loop), puts the Via on top, picks TCP for large requests (RFC 3261 section 18.1.1), and fails over to the next
    /// target with a new branch (RFC 3263 section 4.3).</summary>
    IClientTransaction Send(SipRequest request, SipDestination destination, IClientTransactionUser user);

    /// <summary>Sends a request outside of a transaction: the ACK for a 2xx.</summary>
    void SendStateless(SipRequest request, SipDestination destination);

    /// <summary>The URI at which the peer on a flow reaches this server: host and port of the listener it talks to (or the
    /// advertised address) and the transport parameter; without user.</summary>
    SipUri LocalUri(SipFlow flow);

    /// <summary>The same for a destination not yet contacted; resolves it.</summary>
    Task<SipUri> LocalUriAsync(SipDestination destination, SipRequest request, CancellationToken cancellationToken);

    bool IsAlive(SipFlow flow);

    /// <summary>Whether a URI names one of our own listeners or advertised addresses.</summary>
    bool IsOwnAddress(SipUri uri);

    /// <summary>Requests that made a new server transaction, and ACKs for 2xx. Set once, before the layer starts.</summary>
    ITransactionLayerUser? User { get; set; }
}

/// <summary>Receives requests. Called on the loop; must not block and must not throw.</summary>
public interface ITransactionLayerUser
{
    void OnRequest(IServerTransaction transaction);

    /// <summary>An ACK which belongs to no INVITE server transaction that absorbs it: one for a 2xx.</summary>
    void OnAck(SipRequest ack, SipPeer peer);
}

/// <summary>A server transaction; every method is called on the loop.</summary>
public interface IServerTransaction
{
    SipRequest Request { get; }
    SipPeer Peer { get; }

    /// <summary>Sends a response and lets the machine of RFC 3261 section 17.2 and RFC 6026 do its work. In the state
    /// Accepted further 2xx pass, everything else after a final response is ignored. The topmost Via of the response is
    /// that of the request, with received and rport filled in (RFC 3581).</summary>
    void Respond(SipResponse response);

    /// <summary>Sends a final response and forgets the request, as if there had been no transaction: for whoever has not
    /// proven who he is, so that nobody can fill the memory (RFC 3261 section 26.3.2.4). A client that misses the response
    /// asks again, unless a provisional response has quieted it; then this is the same as <see cref="Respond"/>.</summary>
    void RespondOnce(SipResponse response);

    /// <summary>Set by the transaction user to learn of what follows.</summary>
    IServerTransactionUser? User { get; set; }

    SipRequest? Cancel { get; }
}

public interface IServerTransactionUser
{
    /// <summary>CANCEL arrived and was answered 200; the INVITE still waits for its final response.</summary>
    void OnCancel(SipRequest cancel);

    /// <summary>The ACK for a non-2xx arrived (state Confirmed), or the machine ended. Reliable delivery of a 2xx is the user's.</summary>
    void OnTerminated(TransactionEnd end);
}

public enum TransactionEnd
{
    /// <summary>Ran its course.</summary>
    Completed,

    /// <summary>Timer B, F or H fired.</summary>
    Timeout,

    /// <summary>The transport failed and no further target is left.</summary>
    TransportError,

    /// <summary>The named flow is dead (430).</summary>
    FlowFailed,
}

public interface IClientTransaction
{
    /// <summary>The request as last sent.</summary>
    SipRequest Request { get; }

    /// <summary>The flow it was sent on, once known.</summary>
    SipFlow? Flow { get; }

    /// <summary>Sends CANCEL as soon as a provisional response allows it (RFC 3261 section 9.1); when none comes, the
    /// INVITE ends by its timer.</summary>
    void Cancel(string? reason = null);
}

/// <summary>Called on the loop.</summary>
public interface IClientTransactionUser
{
    /// <summary>The request went out on a flow (again after fail-over).</summary>
    void OnSent(IClientTransaction transaction, SipFlow flow);

    /// <summary>Every provisional (100 too), every final response once, and for INVITE every 2xx (also retransmitted ones,
    /// RFC 6026: the user sends the ACK again).</summary>
    void OnResponse(IClientTransaction transaction, SipResponse response, SipPeer peer);

    /// <summary>No more will come. <paramref name="end"/> other than Completed means that there was no final response.</summary>
    void OnTerminated(IClientTransaction transaction, TransactionEnd end, string detail);
}
