namespace Sylk.WebRtcGateway.Protocol;

/// <summary>A message between two people.</summary>
/// <remarks><c>Timestamp</c>: ISO 8601.</remarks>
internal sealed record ChatMessage(Identity Sender, string Timestamp, string Id, string ContentType, string Content);
