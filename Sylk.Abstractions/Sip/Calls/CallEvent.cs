namespace Sylk.Abstractions.Sip;

/// <summary>Something that happened in a call.</summary>
public abstract record CallEvent;

/// <summary>The INVITE left (outgoing calls): target resolved and handed to a transport.</summary>
public sealed record CallSent : CallEvent;

/// <summary>A provisional response other than 100 (outgoing calls). One for every branch of a forked call and every new
/// status; retransmissions are not reported.</summary>
/// <param name="Response">The response.</param>
/// <param name="Sdp">The answer in it (early media), or <c>null</c>.</param>
public sealed record CallProgress(SipResponse Response, string? Sdp) : CallEvent;

/// <summary>The call was answered (outgoing calls: 2xx, acknowledged; incoming calls: our 2xx was acknowledged).</summary>
/// <param name="Response">The 2xx.</param>
/// <param name="Sdp">The answer in it; for an INVITE without offer, the offer. <c>null</c> if a reliable provisional
/// response carried it before.</param>
public sealed record CallAnswered(SipResponse Response, string? Sdp) : CallEvent;

/// <summary>The peer made a new offer within the call, by re-INVITE or UPDATE. It must be accepted or rejected; after 20 s
/// without, 500 is sent. An offer that is the last one again (a session refresh of RFC 4028) is answered by the stack with the
/// last answer and not reported.</summary>
/// <param name="Offer">The offer and the ways to answer it.</param>
public sealed record CallOffered(ICallOffer Offer) : CallEvent;

/// <summary>The peer withdrew its offer (CANCEL of the re-INVITE); it has been answered 487.</summary>
/// <param name="Offer">The offer reported before.</param>
public sealed record CallOfferCancelled(ICallOffer Offer) : CallEvent;

/// <summary>INFO or MESSAGE within the dialog. It must be answered; after 20 s without, 500 is sent.</summary>
/// <param name="Request">The request and the way to answer it.</param>
public sealed record CallRequest(ISipServerTransaction Request) : CallEvent;

/// <summary>The call is over. Always the last event, and sent once.</summary>
/// <param name="By">Who ended it.</param>
/// <param name="StatusCode">SIP status: of the final response for a call that failed; 200 for BYE; 408 when nobody answered
/// the INVITE or BYE was sent because a timer fired; 487 for a cancelled one.</param>
/// <param name="Phrase">The phrase that goes with it, as received where it was received.</param>
/// <param name="Reason">Value of the Reason header of the BYE or CANCEL (RFC 3326), or <c>null</c>.</param>
/// <param name="WasEstablished">Whether a 2xx was seen.</param>
public sealed record CallEnded(CallEndedBy By, int StatusCode, string Phrase, string? Reason, bool WasEstablished) : CallEvent
{
    /// <summary>Whether the caller cancelled because the call was answered elsewhere (RFC 3326: <c>SIP;cause=200</c>).</summary>
    public bool AnsweredElsewhere => Reason is { } r && r.Contains("cause=200", StringComparison.Ordinal);
}

/// <summary>Who ended a call.</summary>
public enum CallEndedBy
{
    /// <summary>We did: <see cref="ISipCall.EndAsync"/>, a rejection, or the end of the handler.</summary>
    Local,

    /// <summary>The peer: BYE, CANCEL, a failure response.</summary>
    Remote,

    /// <summary>A timer or transport: no answer, no ACK, session expired, connection lost.</summary>
    Failure,
}

/// <summary>An offer of the peer within a call. Exactly one of the members may be called, once.</summary>
public interface ICallOffer
{
    /// <summary>The SDP, or <c>null</c>: the peer asks for our offer (re-INVITE without body).</summary>
    string? Sdp { get; }

    /// <summary>The request.</summary>
    SipRequest Request { get; }

    /// <summary>Accepts with 200 and this answer (or offer).</summary>
    /// <returns>When acknowledged: the SDP of the ACK, or <c>null</c>.</returns>
    /// <exception cref="CallEndedException">The call ended, or the peer took the offer back.</exception>
    Task<string?> AcceptAsync(string answer);

    /// <summary>Refuses; the call goes on as before.</summary>
    void Reject(int statusCode, string? reasonPhrase = null);
}

/// <summary>What was asked is not possible because the call has ended.</summary>
public sealed class CallEndedException : Exception
{
    /// <summary>Makes the exception.</summary>
    public CallEndedException(CallEnded end) : base($"The call ended: {end.StatusCode} {end.Phrase}") => End = end;

    /// <summary>How it ended.</summary>
    public CallEnded End { get; }
}
