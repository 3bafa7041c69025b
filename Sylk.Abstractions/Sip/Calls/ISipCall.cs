using System.Threading.Channels;

namespace Sylk.Abstractions.Sip;

/// <summary>A call: an INVITE, the dialog it makes, and its end.</summary>
/// <remarks>Members may be called from any thread; the state belongs to the SIP loop and every member posts to it. What
/// happens is told in <see cref="Events"/>, in order, the last one being <see cref="CallEnded"/>.</remarks>
public interface ISipCall
{
    /// <summary>The Call-ID.</summary>
    string CallId { get; }

    /// <summary>Our identity: From of an outgoing, To of an incoming call.</summary>
    NameAddress Local { get; }

    /// <summary>The other party: To of an outgoing, From of an incoming call.</summary>
    NameAddress Remote { get; }

    /// <summary>What happened, in order. One reader. Completes after <see cref="CallEnded"/>.</summary>
    ChannelReader<CallEvent> Events { get; }

    /// <summary>Completes with the way the call ended; never faults.</summary>
    Task<CallEnded> Ended { get; }

    /// <summary>Makes a new offer within the call by re-INVITE (RFC 3261 section 14).</summary>
    /// <param name="offer">SDP.</param>
    /// <param name="headers">Further headers.</param>
    /// <param name="cancellationToken">Gives the attempt up (CANCEL).</param>
    /// <returns>The final response: 2xx with the answer as body, or a failure, after which the call goes on as before
    /// (491 when both sides offered at once, 481 and 408 end the call).</returns>
    /// <exception cref="InvalidOperationException">The call is not established.</exception>
    Task<SipResponse> ReinviteAsync(string offer, IReadOnlyList<SipHeader>? headers = null, CancellationToken cancellationToken = default);

    /// <summary>Sends a request within the dialog: INFO, MESSAGE.</summary>
    /// <returns>The final response; 481 when there is no dialog any more.</returns>
    Task<SipResponse> SendAsync(string method, string? contentType, ReadOnlyMemory<byte> body, IReadOnlyList<SipHeader>? headers = null, CancellationToken cancellationToken = default);

    /// <summary>Ends the call, whatever state it is in: a final response to an unanswered incoming one, CANCEL or BYE
    /// otherwise (a 2xx that crosses the CANCEL gets ACK and BYE). Ending it again does nothing.</summary>
    /// <param name="statusCode">Status of the final response to an unanswered incoming call.</param>
    /// <param name="reason">Value of a Reason header (RFC 3326), or <c>null</c>.</param>
    /// <returns>Completes when the peer has answered, after 32 s at the latest.</returns>
    Task EndAsync(int statusCode = 480, string? reason = null);
}

/// <summary>A call that came in.</summary>
public interface IIncomingCall : ISipCall
{
    /// <summary>The INVITE. Not to be changed.</summary>
    SipRequest Invite { get; }

    /// <summary>Where it came from.</summary>
    SipPeer Peer { get; }

    /// <summary>The offer, or <c>null</c> if the INVITE has none: the answer given is then an offer.</summary>
    string? Offer { get; }

    /// <summary>Sends a provisional response, reliably where the caller asks for it (RFC 3262).</summary>
    /// <param name="statusCode">101 to 199.</param>
    /// <param name="answer">SDP for early media, or <c>null</c>.</param>
    /// <param name="headers">Further headers.</param>
    void Progress(int statusCode = 180, string? answer = null, IReadOnlyList<SipHeader>? headers = null);

    /// <summary>Accepts the call with 200.</summary>
    /// <param name="answer">The answer, or an offer if the INVITE had none.</param>
    /// <param name="headers">Further headers.</param>
    /// <returns>When the ACK has arrived: its SDP if it carries any, else <c>null</c>.</returns>
    /// <exception cref="CallEndedException">The call ended before: cancelled, or no ACK.</exception>
    Task<string?> AnswerAsync(string answer, IReadOnlyList<SipHeader>? headers = null);

    /// <summary>Refuses the call.</summary>
    /// <param name="statusCode">300 to 699.</param>
    /// <param name="reasonPhrase"><c>null</c>: the registered one.</param>
    /// <param name="headers">Further headers, for instance Warning or Contact.</param>
    void Reject(int statusCode, string? reasonPhrase = null, IReadOnlyList<SipHeader>? headers = null);
}

/// <summary>A call made by this server.</summary>
public interface IOutgoingCall : ISipCall
{
    /// <summary>Sends the INVITE. Progress, answer or failure follow in <see cref="ISipCall.Events"/>.</summary>
    void Start();

    /// <summary>Acknowledges an answer that carries an offer (the INVITE had none) with our answer. Other answers are
    /// acknowledged by the stack at once.</summary>
    void Acknowledge(string answer);
}
