using System.Buffers.Binary;
using Sylk.Media.Plane;
using Sylk.Media.Rtp;

namespace Sylk.Media.Srtp;

/// <summary>The cryptographic context (RFC 3711 section 3.2) of what we send to one peer.</summary>
internal sealed class SrtpSendContext : IDisposable
{
    /// <summary>A forgotten SSRC would start again with a rollover counter of zero and so use a key stream twice; there is
    /// no forgetting, only a limit.</summary>
    private const int MaxSources = 256;

    private readonly SrtpTransform _transform;
    private Source[] _sources = [];

    public SrtpSendContext(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt) =>
        _transform = SrtpTransform.Create(profile, masterKey, masterSalt, protects: true);

    /// <summary>Encrypts an RTP packet in place.</summary>
    /// <param name="buffer">The packet, and room for <see cref="SrtpParameters.MaxOverhead"/> behind it.</param>
    /// <param name="length">Length of the packet, before and after.</param>
    /// <param name="repeats">The same bytes were protected before. Anything else under an index already used would spend
    /// its key stream twice, so a second packet with the same sequence number is refused.</param>
    public SrtpResult ProtectRtp(Span<byte> buffer, ref int length, bool repeats = false)
    {
        if (!RtpHeader.TryRead(buffer[..length], out var header) || buffer.Length < length + _transform.RtpOverhead)
        {
            return SrtpResult.Malformed;
        }
        var source = FindOrAdd(header.Ssrc);
        if (source is null)
        {
            return SrtpResult.TooManySources;
        }
        var index = source.Rtp.IsStarted
            ? PacketIndex.Estimate(source.Rtp.Highest, header.SequenceNumber)
            : header.SequenceNumber;
        if (!repeats && !source.Rtp.Accepts(index))
        {
            return SrtpResult.Replayed;
        }
        source.Rtp.Add(index);
        length += _transform.RtpOverhead;
        _transform.ProtectRtp(buffer[..length], header.Length, header.Ssrc, index);
        return SrtpResult.Success;
    }

    /// <summary>Encrypts a compound RTCP packet in place.</summary>
    /// <param name="buffer">The packet, and room for <see cref="SrtpParameters.MaxOverhead"/> behind it.</param>
    /// <param name="length">Length of the packet, before and after.</param>
    public SrtpResult ProtectRtcp(Span<byte> buffer, ref int length)
    {
        if (length < SrtpTransform.RtcpHeaderLength || buffer.Length < length + _transform.RtcpOverhead)
        {
            return SrtpResult.Malformed;
        }
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]);
        var source = FindOrAdd(ssrc);
        if (source is null)
        {
            return SrtpResult.TooManySources;
        }
        length += _transform.RtcpOverhead;
        _transform.ProtectRtcp(buffer[..length], ssrc, ++source.RtcpIndex & ~SrtpTransform.EncryptedFlag);
        return SrtpResult.Success;
    }

    public void Dispose() => _transform.Dispose();

    private Source? FindOrAdd(uint ssrc)
    {
        foreach (var source in _sources)
        {
            if (source.Ssrc == ssrc)
            {
                return source;
            }
        }
        if (_sources.Length == MaxSources)
        {
            return null;
        }
        var added = new Source(ssrc);
        _sources = [.. _sources, added];
        return added;
    }

    private sealed class Source(uint ssrc)
    {
        public readonly uint Ssrc = ssrc;
        public ReplayWindow Rtp;
        public uint RtcpIndex;
    }
}
