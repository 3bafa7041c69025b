namespace Sylk.WebRtcGateway.Protocol;

/// <summary>A request about an account of the connection.</summary>
internal abstract record AccountRequest(string Transaction, string Account) : Request(Transaction);

/// <summary>Adds an account; nothing is sent by SIP yet.</summary>
/// <remarks><c>Name</c>: what events call the account; <c>Password</c>: HA1: lower case hex MD5 of <c>user:realm:password</c>;
/// <c>ReceivesComposing</c>: whether it is to be told who types. Libraries that do not ask for it would show that as a message.</remarks>
internal sealed record AccountAddRequest(
    string Transaction, string Account, string Name, string Password, string? DisplayName, string? UserAgent, IReadOnlyList<string> IncomingHeaderPrefixes,
    bool ReceivesComposing = false)
    : AccountRequest(Transaction, Account)
{
    /// <summary>The address alone: secrets never reach a log.</summary>
    public override string ToString() => Account;
}

internal sealed record AccountRemoveRequest(string Transaction, string Account) : AccountRequest(Transaction, Account);

internal sealed record AccountRegisterRequest(string Transaction, string Account) : AccountRequest(Transaction, Account);

internal sealed record AccountUnregisterRequest(string Transaction, string Account) : AccountRequest(Transaction, Account);

/// <summary>Names the device to be woken by push.</summary>
/// <remarks><c>Device</c>: <c>null</c> if the browser's version of the protocol does not tell enough to wake it.</remarks>
internal sealed record AccountDeviceTokenRequest(string Transaction, string Account, PushDevice? Device) : AccountRequest(Transaction, Account);

/// <summary>A device, and how the push service knows it.</summary>
internal sealed record PushDevice(string Token, string Platform, string Id, bool Silent, string App);
