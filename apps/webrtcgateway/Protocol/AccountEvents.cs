namespace Sylk.WebRtcGateway.Protocol;

/// <summary>Something that concerns an account.</summary>
/// <remarks><c>Account</c>: the name under which the browser added it.</remarks>
internal abstract record AccountEvent(string Account) : ServerMessage;

internal sealed record RegistrationStateEvent(string Account, string State, string? Reason = null) : AccountEvent(Account);

/// <summary>A call for the account, with the offer to be answered.</summary>
internal sealed record IncomingSessionEvent(
    string Account, string Session, Identity Originator, string Sdp, string CallId, IReadOnlyDictionary<string, string> Headers) : AccountEvent(Account);

internal sealed record MissedSessionEvent(string Account, Identity Originator) : AccountEvent(Account);
