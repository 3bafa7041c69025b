using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sylk.Media.Srtp;

/// <summary>AES_CM_128_HMAC_SHA1_80 and _32 (RFC 3711): counter mode, then HMAC over the packet and its rollover counter.</summary>
internal sealed class AesCmTransform(SrtpSessionKeys rtp, SrtpSessionKeys rtcp, int rtpTagLength) : SrtpTransform
{
    /// <summary>RTCP keeps the long tag also in the _32 suite (RFC 4568 section 6.2.2).</summary>
    private const int RtcpTagLength = 10;

    private readonly Aes128Ctr _rtp = new(rtp.Key);
    private readonly Aes128Ctr _rtcp = new(rtcp.Key);
    private readonly HmacSha1 _rtpAuthentication = new(rtp.Authentication);
    private readonly HmacSha1 _rtcpAuthentication = new(rtcp.Authentication);

    public override int RtpOverhead => rtpTagLength;

    public override int RtcpOverhead => RtcpIndexLength + RtcpTagLength;

    public override void ProtectRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index)
    {
        var end = packet.Length - rtpTagLength;
        EncryptRtp(packet[headerLength..end], ssrc, index);
        Span<byte> digest = stackalloc byte[HmacSha1.DigestLength];
        Authenticate(packet[..end], index, digest);
        digest[..rtpTagLength].CopyTo(packet[end..]);
    }

    public override bool TryUnprotectRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index)
    {
        var end = packet.Length - rtpTagLength;
        Span<byte> digest = stackalloc byte[HmacSha1.DigestLength];
        Authenticate(packet[..end], index, digest);
        if (!CryptographicOperations.FixedTimeEquals(digest[..rtpTagLength], packet[end..]))
        {
            return false;
        }
        EncryptRtp(packet[headerLength..end], ssrc, index);
        return true;
    }

    public override void ProtectRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        var end = packet.Length - RtcpOverhead;
        EncryptRtcp(packet[RtcpHeaderLength..end], ssrc, index);
        BinaryPrimitives.WriteUInt32BigEndian(packet[end..], index | EncryptedFlag);
        Span<byte> digest = stackalloc byte[HmacSha1.DigestLength];
        _rtcpAuthentication.Compute(packet[..^RtcpTagLength], [], digest);
        digest[..RtcpTagLength].CopyTo(packet[^RtcpTagLength..]);
    }

    public override bool TryUnprotectRtcp(Span<byte> packet, uint ssrc)
    {
        Span<byte> digest = stackalloc byte[HmacSha1.DigestLength];
        _rtcpAuthentication.Compute(packet[..^RtcpTagLength], [], digest);
        if (!CryptographicOperations.FixedTimeEquals(digest[..RtcpTagLength], packet[^RtcpTagLength..]))
        {
            return false;
        }
        var word = ReadRtcpIndex(packet);
        if ((word & EncryptedFlag) != 0)
        {
            EncryptRtcp(packet[RtcpHeaderLength..^RtcpOverhead], ssrc, word & ~EncryptedFlag);
        }
        return true;
    }

    public override uint ReadRtcpIndex(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt32BigEndian(packet[^RtcpOverhead..]);

    public override void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    private void Authenticate(ReadOnlySpan<byte> packet, ulong index, Span<byte> digest)
    {
        Span<byte> rolloverCounter = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(rolloverCounter, (uint)(index >> 16));
        _rtpAuthentication.Compute(packet, rolloverCounter, digest);
    }

    private void EncryptRtp(Span<byte> text, uint ssrc, ulong index)
    {
        Span<byte> iv = stackalloc byte[Aes128Ctr.IvLength];
        FormIv(iv, rtp.Salt, ssrc, index);
        _rtp.Apply(iv, text);
    }

    private void EncryptRtcp(Span<byte> text, uint ssrc, uint index)
    {
        Span<byte> iv = stackalloc byte[Aes128Ctr.IvLength];
        FormIv(iv, rtcp.Salt, ssrc, index);
        _rtcp.Apply(iv, text);
    }

    /// <summary>RFC 3711 section 4.1.1: salt * 2^16 XOR SSRC * 2^64 XOR index * 2^16.</summary>
    private static void FormIv(Span<byte> iv, byte[] salt, uint ssrc, ulong index)
    {
        BinaryPrimitives.WriteUInt64BigEndian(iv, ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(iv[8..], index << 16);
        for (var i = 0; i < salt.Length; i++)
        {
            iv[i] ^= salt[i];
        }
    }
}
