using System.Buffers.Binary;
using Sylk.Media.Plane;
using Sylk.Media.Rtp;
using Sylk.Media.Rtcp;

namespace Sylk.Media.Srtp;

/// <summary>The cryptographic context (RFC 3711 section 3.2) of what one peer sends: rollover counters and replay windows of
/// each SSRC. State changes only for packets that prove authentic.</summary>
internal sealed class SrtpReceiveContext : IDisposable
{
    private const int MaxSources = 64;
    private readonly SrtpTransform _transform;
    private Source[] _sources = [];

    public SrtpReceiveContext(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt) =>
        _transform = SrtpTransform.Create(profile, masterKey, masterSalt, protects: false);

    /// <summary>Decrypts an RTP packet in place.</summary>
    /// <param name="packet">The datagram.</param>
    /// <param name="length">Length of the plain packet.</param>
    public SrtpResult UnprotectRtp(Span<byte> packet, out int length)
    {
        length = 0;
        if (!RtpHeader.TryRead(packet, out var header) || packet.Length < header.Length + _transform.RtpOverhead)
        {
            return SrtpResult.Malformed;
        }
        var source = Find(header.Ssrc);
        var index = source is { Rtp.IsStarted: true }
            ? PacketIndex.Estimate(source.Rtp.Highest, header.SequenceNumber)
            : header.SequenceNumber;
        if (source is not null && !source.Rtp.Accepts(index))
        {
            return SrtpResult.Replayed;
        }
        if (!_transform.TryUnprotectRtp(packet, header.Length, header.Ssrc, index))
        {
            return SrtpResult.Unauthentic;
        }
        source ??= TryAdd(header.Ssrc);
        if (source is null)
        {
            return SrtpResult.TooManySources;
        }
        source.Rtp.Add(index);
        length = packet.Length - _transform.RtpOverhead;
        return SrtpResult.Success;
    }

    /// <summary>Decrypts a compound RTCP packet in place.</summary>
    /// <param name="packet">The datagram.</param>
    /// <param name="length">Length of the plain packet.</param>
    public SrtpResult UnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        if (packet.Length < SrtpTransform.RtcpHeaderLength + _transform.RtcpOverhead || packet.Length > RtcpPacket.MaxLength)
        {
            return SrtpResult.Malformed;
        }
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        var index = _transform.ReadRtcpIndex(packet) & ~SrtpTransform.EncryptedFlag;
        var source = Find(ssrc);
        if (source is not null && !source.Rtcp.Accepts(index))
        {
            return SrtpResult.Replayed;
        }
        if (!_transform.TryUnprotectRtcp(packet, ssrc))
        {
            return SrtpResult.Unauthentic;
        }
        source ??= TryAdd(ssrc);
        if (source is null)
        {
            return SrtpResult.TooManySources;
        }
        source.Rtcp.Add(index);
        length = packet.Length - _transform.RtcpOverhead;
        return SrtpResult.Success;
    }

    public void Dispose() => _transform.Dispose();

    private Source? Find(uint ssrc)
    {
        foreach (var source in _sources)
        {
            if (source.Ssrc == ssrc)
            {
                return source;
            }
        }
        return null;
    }

    private Source? TryAdd(uint ssrc)
    {
        if (_sources.Length == MaxSources)
        {
            return null;
        }
        var source = new Source(ssrc);
        _sources = [.. _sources, source];
        return source;
    }

    private sealed class Source(uint ssrc)
    {
        public readonly uint Ssrc = ssrc;
        public ReplayWindow Rtp;
        public ReplayWindow Rtcp;
    }
}
