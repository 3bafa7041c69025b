using System.Buffers.Binary;

namespace Sylk.Media.Rtcp;

/// <summary>What a sender says of itself (RFC 3550 section 6.4.1).</summary>
/// <param name="Ntp">When the report was made.</param>
/// <param name="Timestamp">RTP timestamp of the same moment.</param>
/// <param name="Packets">Sent so far.</param>
/// <param name="Octets">Payload sent so far.</param>
internal readonly record struct SenderInfo(ulong Ntp, uint Timestamp, uint Packets, uint Octets)
{
    public const int Length = 20;

    public static SenderInfo Read(ReadOnlySpan<byte> info) => new(
        BinaryPrimitives.ReadUInt64BigEndian(info), BinaryPrimitives.ReadUInt32BigEndian(info[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(info[12..]), BinaryPrimitives.ReadUInt32BigEndian(info[16..]));

    public void Write(Span<byte> info)
    {
        BinaryPrimitives.WriteUInt64BigEndian(info, Ntp);
        BinaryPrimitives.WriteUInt32BigEndian(info[8..], Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(info[12..], Packets);
        BinaryPrimitives.WriteUInt32BigEndian(info[16..], Octets);
    }
}
