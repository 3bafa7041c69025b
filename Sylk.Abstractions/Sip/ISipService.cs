namespace Sylk.Abstractions.Sip;

/// <summary>SIP as an application sees it: sessions for simple applications, transactions for those that need them.</summary>
/// <remarks>
/// Members may be called from any thread. Handlers are registered once, while the application starts; the host takes them
/// back when it stops. A handler that throws ends its own request with 500 and nothing else. A request without a handler is
/// refused: SUBSCRIBE with 489, REFER with 403, others with 405; OPTIONS is answered by the stack.
/// </remarks>
public interface ISipService
{
    /// <summary>Takes the calls routed to this application. When the returned task ends, a call that still lives is ended:
    /// 480 before the answer, BYE after it. The token is cancelled when the call ends.</summary>
    void OnCall(Func<IIncomingCall, CancellationToken, Task> handler);

    /// <summary>Takes requests outside a dialog routed to this application: MESSAGE, SUBSCRIBE or REFER.</summary>
    /// <param name="method">Upper case method.</param>
    /// <param name="handler">Must answer the request; when it returns without, 500 is sent.</param>
    void OnRequest(string method, Func<ISipServerTransaction, CancellationToken, Task> handler);

    /// <summary>Takes every request for a domain (the host of the Request-URI) and every request that comes back through a
    /// Record-Route made by <see cref="ISipDomain.RecordRoute"/>: what a registrar or proxy needs. Requests of this server
    /// to the domain are delivered inside the process.</summary>
    /// <param name="domain">A domain name; compared without case.</param>
    /// <param name="handler">Called for every request; ACK for a 2xx is passed to <see cref="ISipDomainHandler.OnAck"/>.</param>
    /// <exception cref="InvalidOperationException">The domain is already served.</exception>
    ISipDomain ServeDomain(string domain, ISipDomainHandler handler);

    /// <summary>Makes an outgoing call. Nothing is sent before <see cref="IOutgoingCall.Start"/>.</summary>
    IOutgoingCall CreateCall(OutgoingCallOptions options);

    /// <summary>Registers an address of record at its registrar and keeps it registered (RFC 3261 section 10, RFC 5626)
    /// until it is disposed. Calls and requests to the contact come to the handlers in <paramref name="options"/>.</summary>
    ISipRegistration Register(RegistrationOptions options);

    /// <summary>Sends a request outside a dialog, answers challenges, and returns the final response. Timeouts and transport
    /// failures come back as the responses RFC 3261 section 8.1.3.1 names: 408 and 503.</summary>
    /// <exception cref="ArgumentException">A header is one that the stack owns (Via, From, To, Call-ID, CSeq, Contact, Max-Forwards, Route).</exception>
    Task<SipResponse> SendAsync(OutgoingRequestOptions options, CancellationToken cancellationToken = default);

    /// <summary>Finds out whether a target can be resolved (RFC 3263) without sending anything.</summary>
    /// <returns><c>null</c>, or one line that tells why not.</returns>
    Task<string?> CheckRouteAsync(SipUri target, string? outboundProxy, CancellationToken cancellationToken = default);
}
