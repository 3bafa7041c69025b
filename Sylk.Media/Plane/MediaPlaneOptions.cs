using System.Net;

namespace Sylk.Media.Plane;

/// <summary>Where the media plane listens and what it tolerates. Immutable; read once at start.</summary>
public sealed record MediaPlaneOptions
{
    /// <summary>Addresses for browsers, each with a UDP socket and a TCP listener on <see cref="WebRtcPort"/>. IPv4 and IPv6; an
    /// unspecified address (0.0.0.0 or ::) stands for every address that the host has at start.</summary>
    public IReadOnlyList<IPAddress> WebRtcAddresses { get; init; } = [IPAddress.Loopback];

    /// <summary>UDP and TCP port for all browsers; 0 takes a free one. With several loops the next ones have the next numbers.</summary>
    public int WebRtcPort { get; init; } = 10889;

    /// <summary>Whether browsers may connect over TCP (RFC 6544).</summary>
    public bool WebRtcTcp { get; init; } = true;

    /// <summary>How long a TCP connection may be without a verified check before the first one.</summary>
    public TimeSpan WebRtcTcpProofTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>TCP connections without a verified check that are kept at once, on each address; the oldest gives way.</summary>
    public int WebRtcTcpMaxUnproven { get; init; } = 64;

    /// <summary>Addresses to be told to browsers in place of <see cref="WebRtcAddresses"/>, for a server behind 1:1 NAT.</summary>
    public IReadOnlyList<IPAddress> WebRtcAdvertisedAddresses { get; init; } = [];

    /// <summary>Address of the RTP ports of SIP legs.</summary>
    public IPAddress RtpAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Address to be told to SIP peers in place of <see cref="RtpAddress"/>; <c>null</c> for the same.</summary>
    public IPAddress? RtpAdvertisedAddress { get; init; }

    /// <summary>First port of the range of SIP legs, even; 0 picks free ports anywhere above 10000.</summary>
    public int RtpPortStart { get; init; } = 50000;

    /// <summary>End of the range, not included.</summary>
    public int RtpPortEnd { get; init; } = 50500;

    /// <summary>How long a port rests after its call, so that late packets of one call do not reach the next one. Shorter when
    /// the range runs dry.</summary>
    public TimeSpan RtpPortQuarantine { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A SIP leg that should send and from which nothing came for this long has failed; zero: never.</summary>
    public TimeSpan RtpTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for the first verified check of a browser, and then for the end of its DTLS handshake.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A browser whose checks stay away for this long has gone (RFC 7675 section 5.1).</summary>
    public TimeSpan ConsentTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether SIP peers may ask for media at loopback or link-local addresses although <see cref="RtpAddress"/> is not
    /// of that kind. Off: a stranger's SDP must not make this server send to services of its own host or of the cloud.</summary>
    public bool AllowLocalRtpTargets { get; init; }

    /// <summary>Threads that move packets.</summary>
    public int Loops { get; init; } = 1;
}
