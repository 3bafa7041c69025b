using System.Buffers.Binary;

namespace Sylk.Media.Tests.Peers;

internal static class RtpBuilder
{
    /// <summary>An RTP packet; <paramref name="extension"/> holds elements in the one byte form.</summary>
    public static byte[] Make(
        byte payloadType, ushort sequenceNumber, uint timestamp, uint ssrc, ReadOnlySpan<byte> payload,
        bool marker = false, byte[]? extension = null)
    {
        var padded = extension is null ? 0 : (extension.Length + 3) / 4 * 4;
        var header = 12 + (extension is null ? 0 : 4 + padded);
        var packet = new byte[header + payload.Length];
        packet[0] = (byte)(extension is null ? 0x80 : 0x90);
        packet[1] = (byte)((marker ? 0x80 : 0) | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        if (extension is not null)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(12), 0xBEDE);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14), (ushort)(padded / 4));
            extension.CopyTo(packet.AsSpan(16));
        }
        payload.CopyTo(packet.AsSpan(header));
        return packet;
    }
}
