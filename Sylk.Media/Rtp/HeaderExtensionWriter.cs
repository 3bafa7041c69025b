using System.Buffers.Binary;

namespace Sylk.Media.Rtp;

/// <summary>Builds a header extension (RFC 8285) of one form. Elements that do not fit the form or the room are left out.</summary>
internal ref struct HeaderExtensionWriter
{
    public const int HeaderLength = 4;
    private const ushort OneByteProfile = 0xBEDE;
    private const ushort TwoByteProfile = 0x1000;

    private readonly Span<byte> _buffer;
    private readonly bool _isTwoByte;
    private int _length;

    public HeaderExtensionWriter(Span<byte> buffer, bool isTwoByte)
    {
        _buffer = buffer;
        _isTwoByte = isTwoByte;
        _length = HeaderLength;
    }

    public void Add(byte id, scoped ReadOnlySpan<byte> value)
    {
        var target = Add(id, value.Length);
        if (!target.IsEmpty)
        {
            value.CopyTo(target);
        }
    }

    /// <summary>Room for the value of a new element; empty if it does not fit.</summary>
    public Span<byte> Add(byte id, int length)
    {
        var overhead = _isTwoByte ? 2 : 1;
        var fitsForm = _isTwoByte ? length <= byte.MaxValue : length is >= 1 and <= 16 && id <= 14;
        if (!fitsForm || _length + overhead + length + 3 > _buffer.Length)
        {
            return [];
        }
        if (_isTwoByte)
        {
            _buffer[_length++] = id;
            _buffer[_length++] = (byte)length;
        }
        else
        {
            _buffer[_length++] = (byte)((id << 4) | (length - 1));
        }
        var value = _buffer.Slice(_length, length);
        _length += length;
        return value;
    }

    /// <summary>Writes header and padding.</summary>
    /// <returns>The whole length, 0 if nothing was added.</returns>
    public readonly int Complete()
    {
        if (_length == HeaderLength)
        {
            return 0;
        }
        var padded = (_length + 3) & ~3;
        _buffer[_length..padded].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(_buffer, _isTwoByte ? TwoByteProfile : OneByteProfile);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[2..], (ushort)((padded - HeaderLength) / 4));
        return padded;
    }
}
