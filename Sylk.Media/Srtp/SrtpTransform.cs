using Sylk.Media.Plane;

namespace Sylk.Media.Srtp;

/// <summary>Encryption and authentication of single packets under the session keys of one direction. What an index means and
/// whether it may be used is decided by <see cref="SrtpSendContext"/> and <see cref="SrtpReceiveContext"/>.</summary>
internal abstract class SrtpTransform : IDisposable
{
    /// <summary>Set in the index word of an SRTCP packet whose payload is encrypted (RFC 3711 section 3.4).</summary>
    public const uint EncryptedFlag = 0x8000_0000;

    /// <summary>Bytes before the encrypted part of an RTCP packet: the first header and its SSRC.</summary>
    public const int RtcpHeaderLength = 8;

    public const int RtcpIndexLength = 4;

    /// <summary>Bytes added to an RTP packet.</summary>
    public abstract int RtpOverhead { get; }

    /// <summary>Bytes added to an RTCP packet, the index word included.</summary>
    public abstract int RtcpOverhead { get; }

    public static SrtpTransform Create(
        SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, bool protects)
    {
        var rtp = SrtpSessionKeys.DeriveRtp(profile, masterKey, masterSalt);
        var rtcp = SrtpSessionKeys.DeriveRtcp(profile, masterKey, masterSalt);
        return profile == SrtpProfile.AeadAes128Gcm
            ? new AesGcmTransform(rtp, rtcp, protects)
            : new AesCmTransform(rtp, rtcp, SrtpParameters.RtpTagLength(profile));
    }

    /// <param name="packet">The packet with room for <see cref="RtpOverhead"/> at its end.</param>
    /// <param name="headerLength">Bytes that stay readable: fixed header, CSRCs and extension.</param>
    /// <param name="ssrc">SSRC of the packet.</param>
    /// <param name="index">Rollover counter and sequence number, 48 bits.</param>
    public abstract void ProtectRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index);

    /// <param name="packet">The packet as received, at least header and overhead long.</param>
    /// <param name="headerLength">Bytes that were left readable.</param>
    /// <param name="ssrc">SSRC of the packet.</param>
    /// <param name="index">Rollover counter and sequence number, 48 bits.</param>
    /// <returns>Whether it is authentic; the plain packet is shorter by <see cref="RtpOverhead"/>.</returns>
    public abstract bool TryUnprotectRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index);

    /// <param name="packet">The packet with room for <see cref="RtcpOverhead"/> at its end.</param>
    /// <param name="ssrc">SSRC of the sender.</param>
    /// <param name="index">SRTCP index, 31 bits.</param>
    public abstract void ProtectRtcp(Span<byte> packet, uint ssrc, uint index);

    /// <param name="packet">The packet as received, at least header and overhead long.</param>
    /// <param name="ssrc">SSRC of the sender.</param>
    public abstract bool TryUnprotectRtcp(Span<byte> packet, uint ssrc);

    /// <summary>The index word of a protected packet, with <see cref="EncryptedFlag"/>.</summary>
    public abstract uint ReadRtcpIndex(ReadOnlySpan<byte> packet);

    public abstract void Dispose();
}
