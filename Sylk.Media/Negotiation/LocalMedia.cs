using Sylk.Media.Plane;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>What we say in one m-line. The addresses and the ICE and DTLS identity are not here: they belong to the
/// transport (<see cref="LegTransports"/>) and are joined in when it is printed.</summary>
public sealed record LocalMedia
{
    public required int Index { get; init; }

    public required string MediaType { get; init; }

    public StreamKind? Kind { get; init; }

    public required string Protocol { get; init; }

    /// <summary>Formats of a refused m-line, whose codecs do not count.</summary>
    public IReadOnlyList<string> RefusedFormats { get; init; } = [];

    /// <summary><c>false</c> prints port 0.</summary>
    public bool IsEnabled { get; init; }

    public string Mid { get; init; } = "";

    public MediaDirection Direction { get; init; }

    public IReadOnlyList<LocalCodec> Codecs { get; init; } = [];

    public IReadOnlyList<HeaderExtensionPlan> HeaderExtensions { get; init; } = [];

    public bool RtcpMux { get; init; }

    public bool ReducedSize { get; init; }

    /// <summary><see cref="SetupRole.Unknown"/> without DTLS.</summary>
    public SetupRole Setup { get; init; }

    /// <summary>Our SDES keys: all we offer, or the one we answer with.</summary>
    public IReadOnlyList<CryptoAttribute> Cryptos { get; init; } = [];

    /// <summary>SSRCs we send with; <c>null</c> where those of the source pass.</summary>
    public StreamIdentity? Identity { get; init; }

    public IReadOnlyList<SdpAttribute> Attributes { get; init; } = [];

    public IReadOnlyList<SdpBandwidth> Bandwidths { get; init; } = [];
}
