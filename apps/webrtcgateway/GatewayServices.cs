using Sylk.Abstractions;
using Sylk.WebRtcGateway.Accounts;

namespace Sylk.WebRtcGateway;

/// <summary>What there is once for all connections.</summary>
internal sealed record GatewayServices(IApplicationContext Context, WebRtcGatewaySettings Settings, AccountDevices Devices);
