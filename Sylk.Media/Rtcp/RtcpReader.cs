using System.Buffers.Binary;

namespace Sylk.Media.Rtcp;

/// <summary>Goes through the packets of a compound packet (RFC 3550 section 6.1); stops where one is malformed.</summary>
internal ref struct RtcpReader(ReadOnlySpan<byte> compound)
{
    private const byte PaddingBit = 0x20;
    private ReadOnlySpan<byte> _rest = compound;

    public byte Type { get; private set; }

    /// <summary>Number of report blocks, or format of a feedback packet.</summary>
    public int Count { get; private set; }

    /// <summary>The packet with its header, without padding.</summary>
    public ReadOnlySpan<byte> Packet { get; private set; }

    public bool MoveNext()
    {
        if (_rest.Length < RtcpPacket.HeaderLength || _rest[0] >> 6 != 2)
        {
            return false;
        }
        var length = 4 * (BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) + 1);
        var padding = length > _rest.Length ? length : (_rest[0] & PaddingBit) == 0 ? 0 : _rest[length - 1];
        if (padding > length - RtcpPacket.HeaderLength)
        {
            return false;
        }
        Count = _rest[0] & 0x1F;
        Type = _rest[1];
        Packet = _rest[..(length - padding)];
        _rest = _rest[length..];
        return true;
    }
}
