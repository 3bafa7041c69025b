using System.Net;
using Sylk.Abstractions;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>What the accounts and calls of a connection need of their surroundings.</summary>
/// <remarks><c>Send</c>: sends a message to the browser; <c>Open</c>: prepares one that may be long; <c>HasUpdates</c>: whether it understands new offers within a call; <c>Browser</c>: its secret name; <c>Address</c>: where it is.</remarks>
internal sealed record ConnectionServices(GatewayServices Gateway, ConnectionLoop Loop, Action<ServerMessage> Send, OpenMessage Open, bool HasUpdates, string Browser, IPAddress Address)
{
    public IApplicationContext Context => Gateway.Context;

    public WebRtcGatewaySettings Settings => Gateway.Settings;

    public AccountDevices Devices => Gateway.Devices;
}

/// <summary>Prepares an event that is written while it is read: which part of the journal it holds is settled now.</summary>
/// <returns>Sends it, and completes when the browser has taken it or has gone. It must be called, on the connection's loop.</returns>
internal delegate Task<Func<Task>> OpenMessage(SyncConversationsEvent message);
