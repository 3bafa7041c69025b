using System.Threading.Channels;

namespace Sylk.Abstractions.Sip;

/// <summary>Receives the requests of a domain; see <see cref="ISipService.ServeDomain"/>.</summary>
public interface ISipDomainHandler
{
    /// <summary>A request other than ACK and CANCEL. An INVITE has been answered 100 by the stack. When the task ends without a final response, 500 is sent.</summary>
    Task OnRequestAsync(ISipServerTransaction transaction, CancellationToken cancellationToken);

    /// <summary>An ACK for a 2xx. It has no transaction: a proxy passes it on with <see cref="ISipDomain.Forward(SipRequest, SipDestination)"/>.
    /// Called on the SIP loop; must not block.</summary>
    void OnAck(SipRequest ack, SipPeer peer);
}

/// <summary>What a proxy needs besides its handler. Disposing it gives the domain back.</summary>
public interface ISipDomain : IDisposable
{
    /// <summary>The value of the Record-Route header to add, so that requests within the dialog come back to the handler
    /// (their topmost Route, which is this one, is left in place: a user part set in it is the handler's). With <c>lr</c>.</summary>
    /// <param name="peer">The side it is for: the address is one that this peer can reach.</param>
    SipUri RecordRoute(SipPeer peer);

    /// <summary>Whether a URI leads to this server itself (one of its addresses and ports).</summary>
    bool IsOwnAddress(SipUri uri);

    /// <summary>Sends a request in a client transaction (RFC 3261 section 16.6 steps 8 to 10): a Via is put on top,
    /// everything else goes as it is. Fail-over to further targets of RFC 3263 is done here.</summary>
    ISipClientTransaction Send(SipRequest request, SipDestination destination);

    /// <summary>Sends a request without transaction: an ACK for a 2xx.</summary>
    void Forward(SipRequest request, SipDestination destination);

    /// <summary>Whether a flow still lives; a registrar drops bindings whose flow has died.</summary>
    bool IsAlive(SipFlow flow);
}

/// <summary>A request sent by a proxy.</summary>
public interface ISipClientTransaction
{
    /// <summary>The request as sent.</summary>
    SipRequest Request { get; }

    /// <summary>Responses in order, their topmost Via (ours) removed; 100 is left out. Ends after the final response, for INVITE after
    /// the last 2xx that can come (RFC 6026). Timeout and transport failure appear as a 408 or 503 made here; a dead flow as 430.</summary>
    ChannelReader<SipResponse> Responses { get; }

    /// <summary>Sends CANCEL as soon as RFC 3261 section 9.1 allows; does nothing after a final response.</summary>
    /// <param name="reason">Value of a Reason header, for instance <c>SIP;cause=200;text="Call completed elsewhere"</c>.</param>
    void Cancel(string? reason = null);
}
