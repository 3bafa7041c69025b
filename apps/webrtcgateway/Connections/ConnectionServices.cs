using Sylk.Abstractions;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>What the accounts and calls of a connection need of their surroundings.</summary>
/// <remarks><c>Send</c>: Sends a message to the browser.</remarks>
internal sealed record ConnectionServices(IApplicationContext Context, WebRtcGatewaySettings Settings, ConnectionLoop Loop, Action<ReadOnlyMemory<byte>> Send);
