using System.Net;
using Sylk.Abstractions;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>What the accounts and calls of a connection need of their surroundings.</summary>
/// <remarks><c>Send</c>: sends a message to the browser; <c>Stream</c>: sends one that may be long; <c>HasUpdates</c>: whether it understands new offers within a call; <c>Browser</c>: its secret name; <c>Address</c>: where it is.</remarks>
internal sealed record ConnectionServices(GatewayServices Gateway, ConnectionLoop Loop, Action<ServerMessage> Send, StreamMessage Stream, bool HasUpdates, string Browser, IPAddress Address)
{
    public IApplicationContext Context => Gateway.Context;

    public WebRtcGatewaySettings Settings => Gateway.Settings;

    public AccountDevices Devices => Gateway.Devices;
}

/// <summary>Answers a request with an ack, and an event that is written while it is read.</summary>
/// <returns>Completes when the browser has taken it, or has gone.</returns>
internal delegate Task StreamMessage(SyncConversationsEvent message, Reply reply);
