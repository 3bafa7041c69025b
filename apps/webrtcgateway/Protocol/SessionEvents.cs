namespace Sylk.WebRtcGateway.Protocol;

/// <summary>Something that concerns a call.</summary>
internal abstract record SessionEvent(string Session) : ServerMessage;

internal sealed record SessionProgress(string Session) : SessionEvent(Session);

/// <summary>A device of the other side rings.</summary>
internal sealed record SessionRinging(string Session) : SessionEvent(Session);

/// <summary>Comes after <see cref="SessionRinging"/> and <see cref="SessionEarlyMedia"/>, with the status of the response.</summary>
internal sealed record SessionProceeding(string Session, int Code) : SessionEvent(Session);

/// <summary>The answer to the browser's offer, before the call is answered.</summary>
internal sealed record SessionEarlyMedia(string Session, string Sdp, string CallId) : SessionEvent(Session);

/// <summary>The call is answered.</summary>
/// <remarks><c>Answer</c>: to the browser's offer; <c>null</c> in calls which the browser answered itself.</remarks>
internal sealed record SessionAccepted(string Session, SessionAnswer? Answer = null) : SessionEvent(Session);

/// <summary>What the other side answered.</summary>
/// <remarks><c>IsRepeated</c>: whether <see cref="SessionEarlyMedia"/> has brought an answer before.</remarks>
internal sealed record SessionAnswer(string Sdp, string CallId, IReadOnlyDictionary<string, string> Headers, bool IsRepeated);

/// <summary>The call is answered and its media path is up.</summary>
internal sealed record SessionEstablished(string Session) : SessionEvent(Session);

internal sealed record SessionTerminated(string Session, string Reason) : SessionEvent(Session);

/// <summary>The other side makes a new offer.</summary>
internal sealed record SessionUpdateReceived(string Session, string Sdp) : SessionEvent(Session);

/// <summary>The other side has answered the browser's new offer.</summary>
internal sealed record SessionUpdateAccepted(string Session, string Sdp) : SessionEvent(Session);

/// <summary>The other side has refused the browser's new offer.</summary>
internal sealed record SessionUpdateFailed(string Session, string Reason) : SessionEvent(Session);

/// <summary>A message within the call.</summary>
internal sealed record SessionMessageReceived(string Session, ChatMessage Message) : SessionEvent(Session);

/// <summary>What became of a message sent within the call.</summary>
internal sealed record SessionDisposition(string Session, string MessageId, string Timestamp, string State, int Code, string Reason) : SessionEvent(Session);
