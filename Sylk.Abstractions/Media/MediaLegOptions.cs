namespace Sylk.Abstractions.Media;

/// <summary>One of the two peers of a session; <see cref="A"/> is the only one of an echo.</summary>
public enum MediaSide
{
    /// <summary>The first peer.</summary>
    A,

    /// <summary>The second peer.</summary>
    B,
}

/// <summary>What a peer speaks below the media.</summary>
public enum MediaLegKind
{
    /// <summary>A browser: ICE (we are lite), DTLS-SRTP, BUNDLE, rtcp-mux (RFC 8834).</summary>
    WebRtc,

    /// <summary>A SIP phone: RTP on an address and port of its own for each stream.</summary>
    Rtp,
}

/// <summary>How the streams of an <see cref="MediaLegKind.Rtp"/> leg are protected in offers made by this server. Offers
/// received are answered as they ask, unless <see cref="MediaEncryption.None"/> is set.</summary>
public enum MediaEncryption
{
    /// <summary>RTP/AVP without keys; keys offered by the peer are ignored, RTP/SAVP is refused.</summary>
    None,

    /// <summary>RTP/AVP with <c>a=crypto</c> (RFC 4568): SRTP if the peer answers with a key, plain otherwise.</summary>
    SdesOptional,

    /// <summary>RTP/SAVP with <c>a=crypto</c>; an answer without a key is refused.</summary>
    Sdes,

    /// <summary>UDP/TLS/RTP/SAVP with a fingerprint (RFC 5763).</summary>
    Dtls,
}

/// <summary>What is known of one peer before the first offer. Immutable.</summary>
public sealed record MediaLegOptions
{
    /// <summary>Below the media. No default: it must be said.</summary>
    public required MediaLegKind Kind { get; init; }

    /// <summary>Protection of offers on an <see cref="MediaLegKind.Rtp"/> leg; <c>null</c> means the server's setting
    /// (<c>rtp.encryption</c>). Ignored for browsers.</summary>
    public MediaEncryption? Encryption { get; init; }

    /// <summary>For log lines: the Call-ID or session id this leg belongs to.</summary>
    public string? Label { get; init; }
}
