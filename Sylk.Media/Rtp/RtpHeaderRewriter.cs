using System.Buffers.Binary;
using Sylk.Media.Sockets;

namespace Sylk.Media.Rtp;

/// <summary>Replaces the header of a packet in place; the payload does not move.</summary>
internal static class RtpHeaderRewriter
{
    private const int MaxCsrcLength = 15 * 4;
    private const int MaxExtensionLength = 160;
    private const byte ExtensionBit = 0x10;
    private const byte MarkerBit = 0x80;

    public static void Rewrite(Packet packet, in RtpHeader received, in OutgoingHeader outgoing)
    {
        Span<byte> header = stackalloc byte[RtpHeader.FixedLength + MaxCsrcLength + MaxExtensionLength];
        var span = packet.Span;
        var length = RtpHeader.FixedLength + (4 * received.CsrcCount);
        span[..length].CopyTo(header);
        header[1] = (byte)((received.Marker ? MarkerBit : 0) | outgoing.PayloadType);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], outgoing.SequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], outgoing.Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], outgoing.Ssrc);

        var extension = outgoing.Extensions.IsEmpty
            ? 0
            : WriteExtension(header.Slice(length, MaxExtensionLength), span, received, outgoing);
        header[0] = (byte)(extension == 0 ? header[0] & ~ExtensionBit : header[0] | ExtensionBit);
        length += extension;

        packet.MoveStart(received.Length - length);
        header[..length].CopyTo(packet.Span);
    }

    private static int WriteExtension(
        Span<byte> buffer, ReadOnlySpan<byte> packet, in RtpHeader received, in OutgoingHeader outgoing)
    {
        var map = outgoing.Extensions;
        var writer = new HeaderExtensionWriter(buffer, map.IsTwoByte);
        if (map.TransportSequenceNumber != 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(writer.Add(map.TransportSequenceNumber, 2), outgoing.TransportSequenceNumber);
        }
        if (map.AbsoluteSendTime != 0)
        {
            WriteUInt24(writer.Add(map.AbsoluteSendTime, 3), outgoing.AbsoluteSendTime);
        }
        if (map.Mid != 0)
        {
            writer.Add(map.Mid, outgoing.Mid);
        }
        var reader = new HeaderExtensionReader(packet, received);
        while (reader.MoveNext())
        {
            var id = map.Map(reader.Id);
            if (id != 0)
            {
                writer.Add(id, reader.Value);
            }
        }
        return writer.Complete();
    }

    private static void WriteUInt24(Span<byte> target, uint value)
    {
        target[0] = (byte)(value >> 16);
        target[1] = (byte)(value >> 8);
        target[2] = (byte)value;
    }
}
