using System.Buffers.Binary;
using System.Security.Cryptography;
using Sylk.Media.Rtp;

namespace Sylk.Media.Plane;

/// <summary>Answers the NACKs for one stream out of its last packets: as RFC 4588 retransmissions where the peer knows them,
/// as the same packets otherwise.</summary>
internal sealed class Retransmitter(PlaneSession session, MediaTransport transport) : IDisposable
{
    private readonly PacketCache _cache = new(session.Loop.KeptPackets);
    private ushort _sequenceNumber = (ushort)RandomNumberGenerator.GetInt32(0x8000);

    /// <summary>Keeps a plain packet that is about to be sent.</summary>
    public void Keep(ushort sequenceNumber, ReadOnlySpan<byte> packet, long now) => _cache.Add(sequenceNumber, packet, now);

    /// <summary>Gives up what is too old to be asked for.</summary>
    public void Forget(long now) => _cache.Forget(now);

    public void Dispose() => _cache.Clear();

    public void Repeat(StreamPlan plan, ushort sequenceNumber, long now)
    {
        if (!transport.IsReady || !_cache.TryRepeat(sequenceNumber, now, out var kept) || !RtpHeader.TryRead(kept, out var header)
            || session.Loop.Packets.TryRent() is not { } packet)
        {
            return;
        }
        if (plan.LocalRtxSsrc != 0 && FindRtx(plan, header.PayloadType) is { } rtx)
        {
            RtxPacket.Wrap(kept, header, packet, rtx, ++_sequenceNumber, plan.LocalRtxSsrc);
            Renew(packet.Span, header, plan);
            transport.SendRtp(packet);
        }
        else
        {
            packet.Length = kept.Length;
            kept.CopyTo(packet.Span);
            transport.SendRtp(packet, repeats: true);
        }
    }

    /// <summary>What the header extension says of this transmission.</summary>
    private void Renew(Span<byte> packet, in RtpHeader header, StreamPlan plan)
    {
        var number = HeaderExtensionMap.FindId(plan.HeaderExtensions, HeaderExtensionUris.TransportSequenceNumber);
        var sendTime = HeaderExtensionMap.FindId(plan.HeaderExtensions, HeaderExtensionUris.AbsoluteSendTime);
        var reader = new HeaderExtensionReader(packet, header);
        while (reader.MoveNext())
        {
            var value = packet.Slice(reader.ValueOffset, reader.ValueLength);
            if (reader.Id == number && value.Length == 2)
            {
                BinaryPrimitives.WriteUInt16BigEndian(value, transport.NextTransportSequenceNumber());
            }
            else if (reader.Id == sendTime && value.Length == 3)
            {
                var time = session.AbsoluteSendTime;
                value[0] = (byte)(time >> 16);
                BinaryPrimitives.WriteUInt16BigEndian(value[1..], (ushort)time);
            }
        }
    }

    private static byte? FindRtx(StreamPlan plan, byte payloadType)
    {
        for (var i = 0; i < plan.Codecs.Count; i++)
        {
            if (plan.Codecs[i].SendPayloadType != payloadType)
            {
                continue;
            }
            for (var j = 0; j < plan.Codecs.Count; j++)
            {
                if (plan.Codecs[j].RtxOf == plan.Codecs[i].PassId)
                {
                    return plan.Codecs[j].SendPayloadType;
                }
            }
        }
        return null;
    }
}
