using Sylk.Abstractions.Media;

namespace Sylk.Media.Negotiation;

/// <summary>What decides how a leg is negotiated.</summary>
/// <param name="Kind">What the peer speaks.</param>
/// <param name="Encryption">Protection of a phone's streams.</param>
/// <param name="AllowLocalPeers">Whether a phone may have a loopback or link-local address.</param>
/// <param name="RewritesSsrc">Whether packets to a phone get an SSRC of ours; to a browser they always do.</param>
public sealed record LegSettings(MediaLegKind Kind, MediaEncryption Encryption, bool AllowLocalPeers, bool RewritesSsrc = false);
