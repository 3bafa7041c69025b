using Sylk.Abstractions;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>What the accounts and calls of a connection need of their surroundings.</summary>
/// <remarks><c>Send</c>: sends a message to the browser; <c>HasUpdates</c>: whether it understands new offers within a call.</remarks>
internal sealed record ConnectionServices(GatewayServices Gateway, ConnectionLoop Loop, Action<ServerMessage> Send, bool HasUpdates)
{
    public IApplicationContext Context => Gateway.Context;

    public WebRtcGatewaySettings Settings => Gateway.Settings;

    public AccountDevices Devices => Gateway.Devices;
}
