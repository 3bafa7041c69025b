using System.Buffers.Binary;

namespace Sylk.LoadClient.Endpoints;

/// <summary>What a media packet carries: a mark, when it was sent, in microseconds, and its number.</summary>
internal static class LoadPayload
{
    private const uint Mark = 0x53594c4b;
    private const int Length = 16;

    public static void Write(Span<byte> payload, long sentAt, uint number)
    {
        BinaryPrimitives.WriteUInt32BigEndian(payload, Mark);
        BinaryPrimitives.WriteInt64BigEndian(payload[4..], sentAt);
        BinaryPrimitives.WriteUInt32BigEndian(payload[12..], number);
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out long sentAt, out uint number)
    {
        if (payload.Length < Length || BinaryPrimitives.ReadUInt32BigEndian(payload) != Mark)
        {
            (sentAt, number) = (0, 0);
            return false;
        }

        sentAt = BinaryPrimitives.ReadInt64BigEndian(payload[4..]);
        number = BinaryPrimitives.ReadUInt32BigEndian(payload[12..]);
        return true;
    }
}
