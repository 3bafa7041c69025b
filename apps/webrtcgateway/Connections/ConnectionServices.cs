using Sylk.Abstractions;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>What the accounts and calls of a connection need of their surroundings.</summary>
/// <remarks><c>Send</c>: sends a message to the browser; <c>HasUpdates</c>: whether it understands new offers within a call.</remarks>
internal sealed record ConnectionServices(
    IApplicationContext Context, WebRtcGatewaySettings Settings, ConnectionLoop Loop, Action<ServerMessage> Send, bool HasUpdates);
