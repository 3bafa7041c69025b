using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Sylk.Media.Stun;

/// <summary>Builds a STUN message in a buffer. The caller gives room for what it writes; messages of ICE stay below 200 bytes.</summary>
internal ref struct StunWriter
{
    private const int AttributeHeaderLength = 4;
    private readonly Span<byte> _buffer;
    private int _length;

    public StunWriter(Span<byte> buffer, StunMessageType type, ReadOnlySpan<byte> transactionId)
    {
        _buffer = buffer;
        _length = StunMessage.HeaderLength;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], StunMessage.MagicCookie);
        transactionId.CopyTo(buffer[8..]);
    }

    /// <summary>The message so far, with the right length in its header.</summary>
    public readonly ReadOnlySpan<byte> Written
    {
        get
        {
            StunMessage.WriteLength(_buffer, _length - StunMessage.HeaderLength);
            return _buffer[.._length];
        }
    }

    public void Add(StunAttribute type, scoped ReadOnlySpan<byte> value)
    {
        var target = Begin(type, value.Length);
        value.CopyTo(target);
    }

    public void Add(StunAttribute type, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(Begin(type, sizeof(uint)), value);

    public void Add(StunAttribute type, ulong value) =>
        BinaryPrimitives.WriteUInt64BigEndian(Begin(type, sizeof(ulong)), value);

    /// <summary>RFC 8489 section 14.2.</summary>
    public void AddXorMappedAddress(IPEndPoint endPoint)
    {
        var isV6 = endPoint.AddressFamily == AddressFamily.InterNetworkV6;
        var value = Begin(StunAttribute.XorMappedAddress, isV6 ? 20 : 8);
        value[0] = 0;
        value[1] = (byte)(isV6 ? 2 : 1);
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(endPoint.Port ^ (StunMessage.MagicCookie >> 16)));
        endPoint.Address.TryWriteBytes(value[4..], out var addressLength);
        var mask = _buffer[4..StunMessage.HeaderLength];
        for (var i = 0; i < addressLength; i++)
        {
            value[4 + i] ^= mask[i];
        }
    }

    public void AddErrorCode(int code)
    {
        var value = Begin(StunAttribute.ErrorCode, 4);
        value.Clear();
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
    }

    /// <summary>Behind everything but the fingerprint.</summary>
    public void AddIntegrity(StunCredential credential)
    {
        var covered = _buffer[.._length];
        var digest = Begin(StunAttribute.MessageIntegrity, StunCredential.DigestLength);
        credential.Compute(covered, _length - StunMessage.HeaderLength, digest);
    }

    /// <summary>The last attribute.</summary>
    public void AddFingerprint()
    {
        var covered = _buffer[.._length];
        var value = Begin(StunAttribute.Fingerprint, sizeof(uint));
        StunMessage.WriteLength(_buffer, _length - StunMessage.HeaderLength);
        BinaryPrimitives.WriteUInt32BigEndian(value, StunMessage.ComputeFingerprint(covered));
    }

    private Span<byte> Begin(StunAttribute type, int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[_length..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[(_length + 2)..], (ushort)length);
        var value = _buffer.Slice(_length + AttributeHeaderLength, length);
        var padded = (length + 3) & ~3;
        _buffer.Slice(_length + AttributeHeaderLength + length, padded - length).Clear();
        _length += AttributeHeaderLength + padded;
        return value;
    }
}
