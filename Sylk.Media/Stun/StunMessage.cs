using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sylk.Media.Stun;

/// <summary>A STUN message (RFC 8489) read in place. Attributes behind MESSAGE-INTEGRITY, which anybody could have added, are
/// not seen, FINGERPRINT excepted (section 14.5).</summary>
internal readonly ref struct StunMessage
{
    public const int HeaderLength = 20;
    public const int TransactionIdLength = 12;
    public const uint MagicCookie = 0x2112_A442;

    /// <summary>Longest message read or written; a check of a browser has about 100 bytes.</summary>
    public const int MaxLength = 1280;

    private const int AttributeHeaderLength = 4;
    private const uint FingerprintMask = 0x5354_554E;

    private readonly ReadOnlySpan<byte> _message;
    private readonly int _attributesEnd;
    private readonly int _integrityOffset;

    private StunMessage(ReadOnlySpan<byte> message, int attributesEnd, int integrityOffset)
    {
        _message = message;
        _attributesEnd = attributesEnd;
        _integrityOffset = integrityOffset;
    }

    public StunMessageType Type => (StunMessageType)BinaryPrimitives.ReadUInt16BigEndian(_message);

    public ReadOnlySpan<byte> TransactionId => _message.Slice(8, TransactionIdLength);

    public bool HasIntegrity => _integrityOffset != 0;

    /// <summary>Checks header, attribute lengths, and FINGERPRINT where there is one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out StunMessage message)
    {
        message = default;
        if (packet.Length is < HeaderLength or > MaxLength || packet[0] >> 6 != 0
            || BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) != packet.Length - HeaderLength
            || BinaryPrimitives.ReadUInt32BigEndian(packet[4..]) != MagicCookie)
        {
            return false;
        }
        var end = packet.Length;
        var integrity = 0;
        for (var offset = HeaderLength; offset < packet.Length;)
        {
            if (!TryReadAttribute(packet, offset, out var type, out var value, out var next))
            {
                return false;
            }
            if (type == StunAttribute.Fingerprint)
            {
                // It must be the last one (section 14.7).
                if (next != packet.Length || !VerifyFingerprint(packet, offset, value))
                {
                    return false;
                }
                end = Math.Min(end, offset);
            }
            else if (type == StunAttribute.MessageIntegrity && integrity == 0)
            {
                if (value.Length != StunCredential.DigestLength)
                {
                    return false;
                }
                integrity = offset;
                end = offset;
            }
            offset = next;
        }
        message = new StunMessage(packet, end, integrity);
        return true;
    }

    public bool TryGet(StunAttribute wanted, out ReadOnlySpan<byte> value)
    {
        for (var offset = HeaderLength; offset < _attributesEnd;)
        {
            TryReadAttribute(_message, offset, out var type, out value, out offset);
            if (type == wanted)
            {
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>An attribute that must be understood and is not known here; zero if there is none.</summary>
    public StunAttribute FindUnknown()
    {
        for (var offset = HeaderLength; offset < _attributesEnd;)
        {
            TryReadAttribute(_message, offset, out var type, out _, out offset);
            if (type < StunAttribute.FirstOptional && !Enum.IsDefined(type))
            {
                return type;
            }
        }
        return 0;
    }

    /// <summary>Whether MESSAGE-INTEGRITY is there and right. Nothing of the message may be believed before.</summary>
    public bool VerifyIntegrity(StunCredential credential)
    {
        if (!HasIntegrity)
        {
            return false;
        }
        Span<byte> digest = stackalloc byte[StunCredential.DigestLength];
        var claimed = _integrityOffset + AttributeHeaderLength + StunCredential.DigestLength - HeaderLength;
        credential.Compute(_message[.._integrityOffset], claimed, digest);
        var received = _message.Slice(_integrityOffset + AttributeHeaderLength, StunCredential.DigestLength);
        return CryptographicOperations.FixedTimeEquals(digest, received);
    }

    internal static void WriteLength(Span<byte> message, int length) =>
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], (ushort)length);

    internal static uint ComputeFingerprint(ReadOnlySpan<byte> messageBeforeAttribute) =>
        Crc32.Compute(messageBeforeAttribute) ^ FingerprintMask;

    private static bool VerifyFingerprint(ReadOnlySpan<byte> packet, int offset, ReadOnlySpan<byte> value) =>
        value.Length == sizeof(uint)
        && BinaryPrimitives.ReadUInt32BigEndian(value) == ComputeFingerprint(packet[..offset]);

    private static bool TryReadAttribute(
        ReadOnlySpan<byte> packet, int offset, out StunAttribute type, out ReadOnlySpan<byte> value, out int next)
    {
        type = 0;
        value = default;
        next = packet.Length;
        if (packet.Length - offset < AttributeHeaderLength)
        {
            return false;
        }
        type = (StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(packet[offset..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]);
        var padded = (length + 3) & ~3;
        offset += AttributeHeaderLength;
        if (packet.Length - offset < padded)
        {
            return false;
        }
        value = packet.Slice(offset, length);
        next = offset + padded;
        return true;
    }
}
