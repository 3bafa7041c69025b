using Sylk.Media.Plane;

namespace Sylk.Media.Negotiation;

/// <summary>The transports open on a leg: one for all streams of a browser, one for each stream of a phone.</summary>
/// <param name="WebRtc">Of a browser leg.</param>
/// <param name="Rtp">Of a phone's leg, by position of the m-line.</param>
public sealed record LegTransports(WebRtcTransportInfo? WebRtc, IReadOnlyDictionary<int, RtpTransportInfo> Rtp)
{
    public static LegTransports None { get; } = new(null, new Dictionary<int, RtpTransportInfo>());

    public TransportId IdOf(int index) => WebRtc?.Id ?? Rtp[index].Id;
}
