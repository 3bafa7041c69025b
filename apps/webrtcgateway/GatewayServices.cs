using Sylk.Abstractions;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Messages;

namespace Sylk.WebRtcGateway;

/// <summary>What there is once for all connections.</summary>
internal sealed record GatewayServices(IApplicationContext Context, WebRtcGatewaySettings Settings, AccountDevices Devices, Mailroom Mailroom);
