using System.Buffers.Binary;

namespace Sylk.Media.Srtp;

/// <summary>AEAD_AES_128_GCM (RFC 7714).</summary>
internal sealed class AesGcmTransform(SrtpSessionKeys rtp, SrtpSessionKeys rtcp, bool protects) : SrtpTransform
{
    private readonly Aes128Gcm _rtp = new(rtp.Key, protects);
    private readonly Aes128Gcm _rtcp = new(rtcp.Key, protects);

    public override int RtpOverhead => Aes128Gcm.TagLength;

    public override int RtcpOverhead => Aes128Gcm.TagLength + RtcpIndexLength;

    public override void ProtectRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index)
    {
        Span<byte> iv = stackalloc byte[Aes128Gcm.IvLength];
        FormRtpIv(iv, ssrc, index);
        _rtp.Encrypt(iv, packet[..headerLength], packet[headerLength..^Aes128Gcm.TagLength], packet[^Aes128Gcm.TagLength..]);
    }

    public override bool TryUnprotectRtp(Span<byte> packet, int headerLength, uint ssrc, ulong index)
    {
        Span<byte> iv = stackalloc byte[Aes128Gcm.IvLength];
        FormRtpIv(iv, ssrc, index);
        return _rtp.TryDecrypt(
            iv, packet[..headerLength], packet[headerLength..^Aes128Gcm.TagLength], packet[^Aes128Gcm.TagLength..]);
    }

    public override void ProtectRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        Span<byte> iv = stackalloc byte[Aes128Gcm.IvLength];
        FormRtcpIv(iv, ssrc, index);
        Span<byte> associated = stackalloc byte[RtcpHeaderLength + RtcpIndexLength];
        packet[..RtcpHeaderLength].CopyTo(associated);
        BinaryPrimitives.WriteUInt32BigEndian(associated[RtcpHeaderLength..], index | EncryptedFlag);
        var end = packet.Length - RtcpOverhead;
        _rtcp.Encrypt(iv, associated, packet[RtcpHeaderLength..end], packet.Slice(end, Aes128Gcm.TagLength));
        associated[RtcpHeaderLength..].CopyTo(packet[^RtcpIndexLength..]);
    }

    public override bool TryUnprotectRtcp(Span<byte> packet, uint ssrc)
    {
        var word = ReadRtcpIndex(packet);
        Span<byte> iv = stackalloc byte[Aes128Gcm.IvLength];
        FormRtcpIv(iv, ssrc, word & ~EncryptedFlag);
        var end = packet.Length - RtcpOverhead;
        var tag = packet.Slice(end, Aes128Gcm.TagLength);
        if ((word & EncryptedFlag) != 0)
        {
            Span<byte> associated = stackalloc byte[RtcpHeaderLength + RtcpIndexLength];
            packet[..RtcpHeaderLength].CopyTo(associated);
            packet[^RtcpIndexLength..].CopyTo(associated[RtcpHeaderLength..]);
            return _rtcp.TryDecrypt(iv, associated, packet[RtcpHeaderLength..end], tag);
        }

        // Without encryption everything is associated data (RFC 7714 section 9.3), and the index word stands behind the tag.
        Span<byte> readable = stackalloc byte[end + RtcpIndexLength];
        packet[..end].CopyTo(readable);
        packet[^RtcpIndexLength..].CopyTo(readable[end..]);
        return _rtcp.TryDecrypt(iv, readable, [], tag);
    }

    public override uint ReadRtcpIndex(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt32BigEndian(packet[^RtcpIndexLength..]);

    public override void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    /// <summary>RFC 7714 section 8.1.</summary>
    private void FormRtpIv(Span<byte> iv, uint ssrc, ulong index)
    {
        BinaryPrimitives.WriteUInt16BigEndian(iv, 0);
        BinaryPrimitives.WriteUInt32BigEndian(iv[2..], ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(iv[6..], (uint)(index >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(iv[10..], (ushort)index);
        Mix(iv, rtp.Salt);
    }

    /// <summary>RFC 7714 section 9.1.</summary>
    private void FormRtcpIv(Span<byte> iv, uint ssrc, uint index)
    {
        BinaryPrimitives.WriteUInt16BigEndian(iv, 0);
        BinaryPrimitives.WriteUInt32BigEndian(iv[2..], ssrc);
        BinaryPrimitives.WriteUInt16BigEndian(iv[6..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(iv[8..], index);
        Mix(iv, rtcp.Salt);
    }

    private static void Mix(Span<byte> iv, byte[] salt)
    {
        for (var i = 0; i < Aes128Gcm.IvLength; i++)
        {
            iv[i] ^= salt[i];
        }
    }
}
