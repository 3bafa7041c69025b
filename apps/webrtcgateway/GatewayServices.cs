using Sylk.Abstractions;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.AddressBooks;
using Sylk.WebRtcGateway.Files;
using Sylk.WebRtcGateway.Logins;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Push;

namespace Sylk.WebRtcGateway;

/// <summary>What there is once for all connections.</summary>
internal sealed record GatewayServices(IApplicationContext Context, WebRtcGatewaySettings Settings, AccountDevices Devices, Mailroom Mailroom)
{
    public required AddressBookRequests AddressBooks { get; init; }

    public required FileTransfers Files { get; init; }

    public required LoginDomains Logins { get; init; }

    public required IPush Push { get; init; }

    public required DeviceTokens Tokens { get; init; }
}
