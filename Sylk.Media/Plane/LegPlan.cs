using System.Net;
using Sylk.Abstractions.Media;

namespace Sylk.Media.Plane;

/// <summary>What was negotiated with one peer: the result of an offer/answer exchange, all the media loop needs.
/// Immutable; a new exchange makes a new plan.</summary>
public sealed record LegPlan
{
    public required MediaSide Side { get; init; }
    public required MediaLegKind Kind { get; init; }

    /// <summary>A browser leg has one transport (BUNDLE); an RTP leg one for each stream that is not refused.</summary>
    public required IReadOnlyList<TransportPlan> Transports { get; init; }
    public required IReadOnlyList<StreamPlan> Streams { get; init; }

    /// <summary>Whether the exchange is over; <c>false</c> after the answer of a provisional response, when a peer need not send yet.</summary>
    public bool IsFinal { get; init; } = true;
}

/// <summary>The remote half of a transport opened before by <see cref="IMediaPlane"/>.</summary>
public sealed record TransportPlan
{
    /// <summary>Identity given when it was opened.</summary>
    public required TransportId Id { get; init; }

    /// <summary>Remote ICE credentials; null on a plain RTP leg. New credentials are an ICE restart (RFC 8445 section 9).</summary>
    public IceCredentials? RemoteIce { get; init; }

    /// <summary>Set when keys come from DTLS.</summary>
    public DtlsPlan? Dtls { get; init; }

    /// <summary>Set when keys come from SDES.</summary>
    public SdesPlan? Sdes { get; init; }

    /// <summary>Where the SDP says RTP goes; null for ICE, where the nominated pair decides.</summary>
    public IPEndPoint? RemoteRtp { get; init; }

    /// <summary>Where the SDP says RTCP goes; equal to <see cref="RemoteRtp"/> with rtcp-mux.</summary>
    public IPEndPoint? RemoteRtcp { get; init; }
    public bool RtcpMux { get; init; }
}

public readonly record struct TransportId(int Value);

public readonly record struct MediaSessionId(long Value);

public sealed record IceCredentials(string Ufrag, string Password);

/// <summary>RFC 5763: role and fingerprints as signalled (any one of them must match).</summary>
public sealed record DtlsPlan(bool IsClient, IReadOnlyList<CertificateFingerprint> RemoteFingerprints);

/// <param name="Algorithm">Lower case hash name: sha-256, sha-1, sha-384, sha-512.</param>
/// <param name="Value">The digest.</param>
/// <param name="HashValue">Hex form with colons.</param>
public sealed record CertificateFingerprint(string Algorithm, ReadOnlyMemory<byte> Value, string HashValue);

/// <summary>RFC 4568 keys of both directions; 30 bytes for AES_CM_128_HMAC_SHA1_80 and _32, 28 for AEAD_AES_128_GCM.</summary>
public sealed record SdesPlan(SrtpProfile Profile, ReadOnlyMemory<byte> LocalKeySalt, ReadOnlyMemory<byte> RemoteKeySalt);

public enum SrtpProfile
{
    /// <summary>RFC 3711, 80 bit tag.</summary>
    Aes128CmHmacSha1Tag80,

    /// <summary>RFC 3711, 32 bit tag on RTP (80 on RTCP); SDES only.</summary>
    Aes128CmHmacSha1Tag32,

    /// <summary>RFC 7714.</summary>
    AeadAes128Gcm,
}

/// <summary>One m-line of a leg. Streams of both legs with the same <see cref="Index"/> belong together.</summary>
public sealed record StreamPlan
{
    /// <summary>Position of the m-line in the SDP of this leg's session, the same on both legs.</summary>
    public required int Index { get; init; }
    public required StreamKind Kind { get; init; }
    public required TransportId Transport { get; init; }

    /// <summary>Value of a=mid on this leg; empty if none.</summary>
    public string Mid { get; init; } = "";

    /// <summary>Whether we may send to this peer, and expect media from it (our side of the direction attribute).</summary>
    public required bool MaySend { get; init; }
    public required bool MayReceive { get; init; }

    /// <summary>Codecs in order of preference with the payload type we send; rtx and telephone-event included.</summary>
    public required IReadOnlyList<CodecPlan> Codecs { get; init; }
    public IReadOnlyList<HeaderExtensionPlan> HeaderExtensions { get; init; } = [];
    public FeedbackPlan Feedback { get; init; } = new();

    /// <summary>SSRC announced by us on this leg; 0 on RTP legs without a=ssrc means: pass the source's own.</summary>
    public uint LocalSsrc { get; init; }
    public uint LocalRtxSsrc { get; init; }
    public string Cname { get; init; } = "";

    /// <summary>SSRCs the peer announced (a=ssrc, a=ssrc-group:FID); empty means learn them by MID or payload type.</summary>
    public IReadOnlyList<RemoteSsrc> RemoteSsrcs { get; init; } = [];
}

public enum StreamKind
{
    Audio,
    Video,
}

/// <param name="Ssrc">Primary SSRC.</param>
/// <param name="Rtx">Its RFC 4588 companion, or 0.</param>
public sealed record RemoteSsrc(uint Ssrc, uint Rtx);

public sealed record CodecPlan
{
    /// <summary>Payload type we expect from the peer (the one in our own description).</summary>
    public required byte ReceivePayloadType { get; init; }

    /// <summary>Payload type the peer expects from us (the one in its description).</summary>
    public required byte SendPayloadType { get; init; }

    /// <summary>Encoding name as in rtpmap, upper or lower case as received; compare without case.</summary>
    public required string Name { get; init; }
    public required int ClockRate { get; init; }
    public int Channels { get; init; } = 1;
    public string Fmtp { get; init; } = "";

    /// <summary>Identity of the codec across the two legs of a session: equal numbers pass into each other.</summary>
    public required int PassId { get; init; }

    /// <summary>For rtx: <see cref="PassId"/> of the codec it repeats (apt); else -1.</summary>
    public int RtxOf { get; init; } = -1;
}

/// <summary>RFC 8285. Only URIs known on both legs, or handled by us (mid, transport-cc, abs-send-time, audio level), are listed.</summary>
public sealed record HeaderExtensionPlan(byte Id, string Uri);

/// <summary>RTCP feedback negotiated with this peer (RFC 4585, 5104, transport-cc, REMB).</summary>
public sealed record FeedbackPlan
{
    public bool Nack { get; init; }
    public bool Pli { get; init; }
    public bool Fir { get; init; }
    public bool TransportCc { get; init; }
    public bool Remb { get; init; }

    /// <summary>RFC 5506.</summary>
    public bool ReducedSize { get; init; }
}
