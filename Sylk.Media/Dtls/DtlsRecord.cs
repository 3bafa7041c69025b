using System.Buffers.Binary;

namespace Sylk.Media.Dtls;

/// <summary>A record of DTLS 1.2 (RFC 6347 section 4.1): a view into a datagram.</summary>
internal readonly ref struct DtlsRecord
{
    public const int HeaderLength = 13;
    public const byte Alert = 21;
    public const byte Handshake = 22;
    public const ushort Version = 0xFEFD;

    public byte Type { get; private init; }

    /// <summary>Whether it says so of itself.</summary>
    public bool IsVersion12 { get; private init; }

    public ushort Epoch { get; private init; }

    /// <summary>48 bits.</summary>
    public long SequenceNumber { get; private init; }

    public ReadOnlySpan<byte> Fragment { get; private init; }

    /// <summary>Takes the next record off a datagram.</summary>
    /// <returns><c>false</c> at its end, or where it makes no sense any more.</returns>
    public static bool TryTake(ref ReadOnlySpan<byte> datagram, out DtlsRecord record)
    {
        record = default;
        if (datagram.Length < HeaderLength)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]);
        if (length > datagram.Length - HeaderLength)
        {
            return false;
        }

        var epochAndSequence = BinaryPrimitives.ReadUInt64BigEndian(datagram[3..]);
        record = new()
        {
            Type = datagram[0],
            IsVersion12 = BinaryPrimitives.ReadUInt16BigEndian(datagram[1..]) == Version,
            Epoch = (ushort)(epochAndSequence >> 48),
            SequenceNumber = (long)(epochAndSequence & 0xFFFF_FFFF_FFFF),
            Fragment = datagram.Slice(HeaderLength, length),
        };
        datagram = datagram[(HeaderLength + length)..];
        return true;
    }

    /// <summary>Writes a header.</summary>
    public static void WriteHeader(Span<byte> header, byte type, ushort epoch, long sequenceNumber, int length)
    {
        header[0] = type;
        BinaryPrimitives.WriteUInt16BigEndian(header[1..], Version);
        BinaryPrimitives.WriteUInt64BigEndian(header[3..], ((ulong)epoch << 48) | (ulong)sequenceNumber);
        BinaryPrimitives.WriteUInt16BigEndian(header[11..], (ushort)length);
    }
}
