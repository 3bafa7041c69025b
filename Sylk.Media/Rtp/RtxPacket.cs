using System.Buffers.Binary;
using Sylk.Media.Sockets;

namespace Sylk.Media.Rtp;

/// <summary>The retransmission format of RFC 4588: the original's sequence number before its payload.</summary>
internal static class RtxPacket
{
    private const int OriginalNumberLength = 2;
    private const byte MarkerBit = 0x80;

    /// <summary>Makes a retransmission of a packet.</summary>
    /// <param name="original">The plain packet.</param>
    /// <param name="header">Its header.</param>
    /// <param name="packet">Becomes the retransmission; its header extension is that of the original.</param>
    /// <param name="payloadType">Of the retransmission.</param>
    /// <param name="sequenceNumber">Of the retransmission.</param>
    /// <param name="ssrc">Of the retransmission.</param>
    public static void Wrap(
        ReadOnlySpan<byte> original, in RtpHeader header, Packet packet, byte payloadType, ushort sequenceNumber, uint ssrc)
    {
        packet.Length = original.Length + OriginalNumberLength;
        var span = packet.Span;
        original[..header.Length].CopyTo(span);
        BinaryPrimitives.WriteUInt16BigEndian(span[header.Length..], header.SequenceNumber);
        original[header.Length..].CopyTo(span[(header.Length + OriginalNumberLength)..]);
        WriteIdentity(span, payloadType, sequenceNumber, ssrc);
    }

    /// <summary>Makes the original of a retransmission, in place.</summary>
    /// <param name="packet">The plain packet.</param>
    /// <param name="header">Its header, then that of the original.</param>
    /// <param name="payloadType">Of the original.</param>
    /// <param name="ssrc">Of the original.</param>
    /// <returns><c>false</c> if there is nothing in it: bandwidth was probed with padding.</returns>
    public static bool TryUnwrap(Packet packet, ref RtpHeader header, byte payloadType, uint ssrc)
    {
        if (!header.TryGetPayload(packet.Span, out var payload) || payload.Length <= OriginalNumberLength)
        {
            return false;
        }
        var sequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(payload);
        packet.Span[..header.Length].CopyTo(packet.Span[OriginalNumberLength..]);
        packet.MoveStart(OriginalNumberLength);
        WriteIdentity(packet.Span, payloadType, sequenceNumber, ssrc);
        return RtpHeader.TryRead(packet.Span, out header);
    }

    private static void WriteIdentity(Span<byte> packet, byte payloadType, ushort sequenceNumber, uint ssrc)
    {
        packet[1] = (byte)((packet[1] & MarkerBit) | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);
    }
}
