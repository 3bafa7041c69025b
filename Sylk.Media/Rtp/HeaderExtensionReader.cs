namespace Sylk.Media.Rtp;

/// <summary>Walks the elements of a header extension (RFC 8285), both forms.</summary>
internal ref struct HeaderExtensionReader
{
    private const ushort OneByteProfile = 0xBEDE;
    private const ushort TwoByteProfile = 0x1000;
    private const byte ReservedOneByteId = 15;

    private readonly ReadOnlySpan<byte> _packet;
    private readonly bool _isOneByte;
    private readonly int _end;
    private int _offset;

    public HeaderExtensionReader(ReadOnlySpan<byte> packet, in RtpHeader header)
    {
        _packet = packet;
        _offset = header.ExtensionOffset;
        _isOneByte = header.ExtensionProfile == OneByteProfile;
        var isKnown = _isOneByte || (header.ExtensionProfile & 0xFFF0) == TwoByteProfile;
        _end = isKnown ? header.Length : _offset;
    }

    public byte Id { get; private set; }

    /// <summary>Where the value begins in the packet.</summary>
    public int ValueOffset { get; private set; }

    public int ValueLength { get; private set; }

    public readonly ReadOnlySpan<byte> Value => _packet.Slice(ValueOffset, ValueLength);

    /// <summary>Goes to the next element; an element that claims more than there is ends the walk.</summary>
    public bool MoveNext()
    {
        while (_offset < _end)
        {
            var first = _packet[_offset++];
            if (first == 0)
            {
                continue;
            }
            if (_isOneByte)
            {
                Id = (byte)(first >> 4);
                ValueLength = (first & 0x0F) + 1;
                if (Id == ReservedOneByteId)
                {
                    return false;
                }
            }
            else
            {
                if (_offset == _end)
                {
                    return false;
                }
                Id = first;
                ValueLength = _packet[_offset++];
            }
            ValueOffset = _offset;
            _offset += ValueLength;
            return _offset <= _end;
        }
        return false;
    }

    /// <summary>Goes to the element with this id.</summary>
    public bool MoveTo(byte id)
    {
        while (MoveNext())
        {
            if (Id == id)
            {
                return true;
            }
        }
        return false;
    }
}
