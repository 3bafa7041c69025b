namespace Sylk.Abstractions.Media;

/// <summary>Something that happened in a media session. <paramref name="Side"/> tells with which peer.</summary>
public abstract record MediaEvent(MediaSide Side);

/// <summary>The transport to the peer is up: keys agreed where there are keys, ICE and DTLS done for a browser. A plain
/// RTP leg is established as soon as it is answered. Once for each side.</summary>
public sealed record MediaEstablished(MediaSide Side) : MediaEvent(Side);

/// <summary>The transport to the peer failed and will not come back. The owner should end the call.</summary>
/// <param name="Side">The peer.</param>
/// <param name="Failure">The first thing that went wrong.</param>
/// <param name="Detail">One line for a log.</param>
public sealed record MediaFailed(MediaSide Side, MediaFailure Failure, string Detail) : MediaEvent(Side);

/// <summary>A digit pressed by the peer (RFC 4733), reported once, when it ends.</summary>
/// <param name="Side">The peer.</param>
/// <param name="Digit">One of <c>0-9*#A-D</c>.</param>
/// <param name="Duration">How long it was pressed.</param>
public sealed record MediaDigit(MediaSide Side, char Digit, TimeSpan Duration) : MediaEvent(Side);

/// <summary>The peer needs a key frame of this session's video and the sender on the other side has not negotiated RTCP
/// feedback (RFC 4585); where the sender understands it, a SIP INFO <c>picture_fast_update</c> (RFC 5168) should be sent.</summary>
/// <param name="Side">The sender to be asked, by signalling.</param>
public sealed record MediaKeyFrameNeeded(MediaSide Side) : MediaEvent(Side);

/// <summary>Why a transport failed.</summary>
public enum MediaFailure
{
    /// <summary>No verified connectivity check arrived in time (RFC 8445).</summary>
    IceFailed,

    /// <summary>Consent was not renewed for 30 s (RFC 7675).</summary>
    ConsentExpired,

    /// <summary>The DTLS handshake failed or its certificate does not have the signalled fingerprint.</summary>
    DtlsFailed,

    /// <summary>The peer closed the DTLS association: it has closed its peer connection.</summary>
    DtlsClosed,

    /// <summary>Nothing arrived for the configured time (<c>rtp.timeout</c>) on a stream that should receive.</summary>
    RtpTimeout,
}

/// <summary>An offer or answer was not acceptable.</summary>
public sealed class MediaException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="error">The class of error.</param>
    /// <param name="message">One line saying what is wrong and, where known, in which line of the SDP.</param>
    public MediaException(MediaError error, string message) : base(message) => Error = error;

    /// <summary>The class of error, from which the caller derives a SIP status.</summary>
    public MediaError Error { get; }

    /// <summary>The SIP status for it.</summary>
    public int StatusCode => Error switch
    {
        MediaError.Malformed => 400,
        MediaError.NotAcceptable => 488,
        _ => 503,
    };
}

/// <summary>Why an offer or answer was refused.</summary>
public enum MediaError
{
    /// <summary>It is not SDP (SIP: 400; in the gateway's protocol an <c>error</c>).</summary>
    Malformed,

    /// <summary>Nothing in it can be used, or it contradicts RFC 3264 (SIP: 488).</summary>
    NotAcceptable,

    /// <summary>No port or memory left (SIP: 503).</summary>
    NoResources,
}
