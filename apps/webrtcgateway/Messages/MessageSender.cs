using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>An account as sender: what SIP needs of it, also after its browser has gone. Immutable.</summary>
/// <remarks><c>Credentials</c>: <c>null</c> if they are not at hand: then this server vouches for the sender. <c>Device</c>: the
/// connection it is on, or <c>null</c>.</remarks>
internal sealed record MessageSender(AccountAddress Account, NameAddress Identity, SipCredentials? Credentials, string? UserAgent, Device? Device)
{
    /// <summary>An account which has proven itself before, and is not connected now.</summary>
    public static MessageSender VouchedFor(AccountAddress account) => new(account, new(AddressText.ToUri(account.ToString())), null, null, null);

    /// <summary>A device of the account as sender, or else the account itself.</summary>
    public static MessageSender Of(AccountAddress account, AccountDevices devices) =>
        devices.Of(account).Select(d => d.Sender).FirstOrDefault(s => s is not null) ?? VouchedFor(account);
}
