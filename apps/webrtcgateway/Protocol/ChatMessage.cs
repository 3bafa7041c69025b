using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>A message between two people.</summary>
/// <remarks><c>Timestamp</c>: ISO 8601; <c>Dispositions</c>: what its sender wants to be told, <c>null</c> if he does not say.</remarks>
internal sealed record ChatMessage(
    Identity Sender, string Timestamp, string Id, string ContentType, string Content, MessageDispositions? Dispositions = null)
{
    /// <summary>Who and what, without what people write.</summary>
    public override string ToString() => $"{Id} of {Sender.Uri}";
}
