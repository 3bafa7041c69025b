using System.Net;
using Sylk.Abstractions.Media;

namespace Sylk.Media.Plane;

/// <summary>The boundary between signalling and packets. Calls post a message to a loop and may come from any thread;
/// they never block on media.</summary>
public interface IMediaPlane
{
    /// <summary>Makes an empty session. <paramref name="events"/> is called on the loop thread and must only hand over.</summary>
    MediaSessionId OpenSession(string label, Action<MediaEvent> events);

    /// <summary>Opens a browser transport: ICE-lite and DTLS on the shared UDP and TCP port.</summary>
    Task<WebRtcTransportInfo> OpenWebRtcTransportAsync(MediaSessionId session, MediaSide side, CancellationToken cancellationToken);

    /// <summary>Gives a browser transport new local ICE credentials, for the description that answers an ICE restart or asks for
    /// one (RFC 8445 section 9). The old ones stay good until a check with the new ones has nominated a pair, so a restart
    /// that is refused by the peer changes nothing. Keys and DTLS association stay.</summary>
    Task<IceCredentials> RestartIceAsync(MediaSessionId session, TransportId transport, CancellationToken cancellationToken);

    /// <summary>Opens a pair of RTP/RTCP ports for one stream of a SIP leg.</summary>
    /// <exception cref="MediaException"><see cref="MediaError.NoResources"/>: no port free.</exception>
    Task<RtpTransportInfo> OpenRtpTransportAsync(MediaSessionId session, MediaSide side, CancellationToken cancellationToken);

    /// <summary>Closes one transport (a stream was removed). Its RTP port is quarantined.</summary>
    void CloseTransport(MediaSessionId session, TransportId transport);

    /// <summary>Makes the plans current, atomically: one plan is an echo (the peer's own packets return), two are a relay.
    /// Transports keep their keys and addresses where the plan does not change them.</summary>
    void Apply(MediaSessionId session, IReadOnlyList<LegPlan> legs);

    void RequestKeyFrame(MediaSessionId session, MediaSide side);

    Task<MediaStatistics> GetStatisticsAsync(MediaSessionId session, CancellationToken cancellationToken);

    /// <summary>Ends the session and frees what it holds; completes when the loop has done so.</summary>
    Task CloseSessionAsync(MediaSessionId session);
}

/// <summary>What our description of a browser transport says.</summary>
public sealed record WebRtcTransportInfo(
    TransportId Id, IceCredentials Ice, CertificateFingerprint Fingerprint, IReadOnlyList<LocalCandidate> Candidates);

/// <summary>A candidate as printed in SDP: component 1, foundation and priority given.</summary>
public sealed record LocalCandidate(string Foundation, uint Priority, bool IsTcp, IPEndPoint EndPoint);

/// <summary>What our description of an RTP transport says. Both addresses carry the advertised address where one is set.</summary>
public sealed record RtpTransportInfo(TransportId Id, IPEndPoint Rtp, IPEndPoint Rtcp, CertificateFingerprint Fingerprint);
