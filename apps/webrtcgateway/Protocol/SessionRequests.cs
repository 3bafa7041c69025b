using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>A request about a call of the connection.</summary>
internal abstract record SessionRequest(string Transaction, string Session) : Request(Transaction);

internal sealed record SessionCreateRequest(string Transaction, string Session, string Account, string Uri, string Sdp, IReadOnlyList<SipHeader> Headers)
    : SessionRequest(Transaction, Session);

internal sealed record SessionAnswerRequest(string Transaction, string Session, string Sdp, IReadOnlyList<SipHeader> Headers)
    : SessionRequest(Transaction, Session);

/// <summary>Trickled candidates.</summary>
/// <remarks><c>Candidates</c>: Values of the candidate attribute; none means end of candidates.</remarks>
internal sealed record SessionTrickleRequest(string Transaction, string Session, IReadOnlyList<string> Candidates) : SessionRequest(Transaction, Session);

internal sealed record SessionTerminateRequest(string Transaction, string Session) : SessionRequest(Transaction, Session);

/// <summary>An offer, or the answer to the offer last reported by <c>update received</c>.</summary>
internal sealed record SessionUpdateRequest(string Transaction, string Session, string Sdp, IReadOnlyList<SipHeader> Headers)
    : SessionRequest(Transaction, Session);

internal sealed record SessionMessageRequest(string Transaction, string Session, string MessageId, string Content, string ContentType, string Timestamp)
    : SessionRequest(Transaction, Session);

/// <summary>Digits pressed.</summary>
/// <remarks><c>Duration</c>: Milliseconds.</remarks>
internal sealed record SessionDtmfInfoRequest(string Transaction, string Session, string Digit, int Duration) : SessionRequest(Transaction, Session);
