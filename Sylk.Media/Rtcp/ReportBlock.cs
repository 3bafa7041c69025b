using System.Buffers.Binary;

namespace Sylk.Media.Rtcp;

/// <summary>What a receiver says of one source (RFC 3550 section 6.4.1).</summary>
internal readonly record struct ReportBlock
{
    public const int Length = 24;
    private const int MaxLost = 0x7F_FFFF;

    public uint Ssrc { get; init; }
    public byte FractionLost { get; init; }
    public long Lost { get; init; }
    public uint ExtendedHighest { get; init; }
    public uint Jitter { get; init; }

    /// <summary>Middle 32 bits of the NTP timestamp of the last sender report, 0 if there was none.</summary>
    public uint LastSenderReport { get; init; }

    /// <summary>Time since that report, in units of 1/65536 s.</summary>
    public uint DelaySinceLastSenderReport { get; init; }

    public static ReportBlock Read(ReadOnlySpan<byte> block) => new()
    {
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(block),
        FractionLost = block[4],
        Lost = BinaryPrimitives.ReadInt32BigEndian(block[4..]) << 8 >> 8,
        ExtendedHighest = BinaryPrimitives.ReadUInt32BigEndian(block[8..]),
        Jitter = BinaryPrimitives.ReadUInt32BigEndian(block[12..]),
        LastSenderReport = BinaryPrimitives.ReadUInt32BigEndian(block[16..]),
        DelaySinceLastSenderReport = BinaryPrimitives.ReadUInt32BigEndian(block[20..]),
    };

    public void Write(Span<byte> block)
    {
        BinaryPrimitives.WriteUInt32BigEndian(block, Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(block[4..], (uint)Math.Min(Lost, MaxLost) | ((uint)FractionLost << 24));
        BinaryPrimitives.WriteUInt32BigEndian(block[8..], ExtendedHighest);
        BinaryPrimitives.WriteUInt32BigEndian(block[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(block[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(block[20..], DelaySinceLastSenderReport);
    }
}
