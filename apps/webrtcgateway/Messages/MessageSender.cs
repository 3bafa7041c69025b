using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>An account as sender: what SIP needs of it, also after its browser has gone. Immutable.</summary>
/// <remarks><c>Device</c>: the connection it is on.</remarks>
internal sealed record MessageSender(AccountAddress Account, NameAddress Identity, SipCredentials Credentials, string? UserAgent, Device Device);
