using System.Net;
using Sylk.Media.Plane;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>What a peer says in one m-line, session-level lines inherited, in types. Broken attributes are left out: what
/// they describe is then simply not there.</summary>
public sealed record RemoteMedia
{
    public required int Index { get; init; }

    /// <summary>First word of the m-line.</summary>
    public required string MediaType { get; init; }

    /// <summary><c>null</c> for anything but audio and video.</summary>
    public StreamKind? Kind { get; init; }

    /// <summary>As written, to be repeated in the answer.</summary>
    public required string Protocol { get; init; }

    public TransportProfile Profile { get; init; }

    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>Whether the stream is there: its port is not 0, or it shares that of another one (<c>bundle-only</c>, RFC 9143).</summary>
    public bool IsEnabled { get; init; }

    public string Mid { get; init; } = "";

    /// <summary>What the peer will do. An address of 0.0.0.0 (the hold of RFC 2543) takes away that it receives.</summary>
    public MediaDirection Direction { get; init; }

    /// <summary>What can be relayed, in the peer's order; no retransmission, redundancy or error correction formats.</summary>
    public IReadOnlyList<RemoteCodec> Codecs { get; init; } = [];

    public IReadOnlyList<HeaderExtensionPlan> HeaderExtensions { get; init; } = [];

    public IReadOnlyList<RemoteSsrc> Ssrcs { get; init; } = [];

    public bool RtcpMux { get; init; }

    public bool ReducedSize { get; init; }

    public IceCredentials? Ice { get; init; }

    public IReadOnlyList<CertificateFingerprint> Fingerprints { get; init; } = [];

    public SetupRole Setup { get; init; }

    /// <summary>Keys of suites we can do.</summary>
    public IReadOnlyList<CryptoAttribute> Cryptos { get; init; } = [];

    /// <summary><c>null</c> when the address is unspecified or not an address.</summary>
    public IPEndPoint? Rtp { get; init; }

    public IPEndPoint? Rtcp { get; init; }

    /// <summary>Attributes the other peer should see: packet times and labels.</summary>
    public IReadOnlyList<SdpAttribute> PassingAttributes { get; init; } = [];

    public IReadOnlyList<SdpBandwidth> Bandwidths { get; init; } = [];
}
