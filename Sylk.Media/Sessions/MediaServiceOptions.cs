using Sylk.Abstractions.Media;

namespace Sylk.Media.Sessions;

/// <summary>Settings of <see cref="MediaService"/>. Fixed for its life; sessions made before keep theirs.</summary>
public sealed record MediaServiceOptions
{
    /// <summary>Protection offered to phones where a leg does not say otherwise (<c>rtp.encryption</c>).</summary>
    public MediaEncryption Encryption { get; init; } = MediaEncryption.SdesOptional;

    /// <summary>Whether a phone's description may name a loopback or link-local address as the place to send media to. To be
    /// set only where this server's own RTP address is such a one: otherwise a stranger could have packets sent to
    /// services of this machine.</summary>
    public required bool AllowLocalPeers { get; init; }
}
