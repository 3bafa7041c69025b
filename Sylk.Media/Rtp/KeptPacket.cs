namespace Sylk.Media.Rtp;

/// <summary>A packet that was sent, as it was before encryption.</summary>
internal sealed class KeptPacket
{
    public const int MaxLength = 1500;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MaxLength);
    private int _length;

    public ushort SequenceNumber { get; private set; }

    /// <summary>When it was sent first, microseconds of the loop.</summary>
    public long SentAt { get; private set; }

    /// <summary>When it was sent last.</summary>
    public long RepeatedAt { get; set; }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    /// <summary>Link of the pool.</summary>
    public KeptPacket? Next { get; set; }

    public void Set(ushort sequenceNumber, ReadOnlySpan<byte> packet, long now)
    {
        packet.CopyTo(_buffer);
        _length = packet.Length;
        SequenceNumber = sequenceNumber;
        SentAt = now;
        RepeatedAt = long.MinValue / 2;
    }
}
