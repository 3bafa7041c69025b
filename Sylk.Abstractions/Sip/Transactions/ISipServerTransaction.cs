namespace Sylk.Abstractions.Sip;

/// <summary>A request that came in, and the way to answer it (RFC 3261 section 17.2).</summary>
/// <remarks>Members may be called from any thread.</remarks>
public interface ISipServerTransaction
{
    /// <summary>The request. The receiver may change it (a proxy does).</summary>
    SipRequest Request { get; }

    /// <summary>Where it came from.</summary>
    SipPeer Peer { get; }

    /// <summary>Cancelled when CANCEL for this INVITE arrives (the stack has answered the CANCEL; the INVITE still needs a
    /// final response), or when the transaction can no longer be answered.</summary>
    CancellationToken Cancelled { get; }

    /// <summary>The CANCEL that arrived, for its Reason header; <c>null</c> before.</summary>
    SipRequest? Cancel { get; }

    /// <summary>Sends a response. A To tag is added if it has none and is not 100. After a final response only a further 2xx
    /// to INVITE is sent (RFC 6026); anything else is ignored.</summary>
    void Respond(SipResponse response);

    /// <summary>Sends a response made from the request.</summary>
    void Respond(int statusCode, string? reasonPhrase = null) => Respond(Request.CreateResponse(statusCode, reasonPhrase));
}
