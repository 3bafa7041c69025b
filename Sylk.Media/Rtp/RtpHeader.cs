using System.Buffers.Binary;

namespace Sylk.Media.Rtp;

/// <summary>The header of an RTP packet (RFC 3550 section 5.1) with the place of its extension, as read from a packet that was
/// checked to contain all of it. Padding is not looked at: in SRTP it is encrypted.</summary>
internal readonly struct RtpHeader
{
    public const int FixedLength = 12;
    private const int ExtensionHeaderLength = 4;
    private const byte PaddingBit = 0x20;
    private const byte ExtensionBit = 0x10;
    private const byte MarkerBit = 0x80;

    private RtpHeader(ReadOnlySpan<byte> packet)
    {
        HasPadding = (packet[0] & PaddingBit) != 0;
        HasExtension = (packet[0] & ExtensionBit) != 0;
        CsrcCount = packet[0] & 0x0F;
        Marker = (packet[1] & MarkerBit) != 0;
        PayloadType = (byte)(packet[1] & 0x7F);
        SequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        Timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        Length = FixedLength + (4 * CsrcCount);
    }

    public bool HasPadding { get; }
    public bool HasExtension { get; }
    public int CsrcCount { get; }
    public bool Marker { get; }
    public byte PayloadType { get; }
    public ushort SequenceNumber { get; }
    public uint Timestamp { get; }
    public uint Ssrc { get; }

    /// <summary>Fixed header, CSRCs and extension.</summary>
    public int Length { get; private init; }

    /// <summary>The 16 bits "defined by profile" that say which form of RFC 8285 the elements have.</summary>
    public ushort ExtensionProfile { get; private init; }

    /// <summary>Length of the extension's elements; they end where the header ends.</summary>
    public int ExtensionLength { get; private init; }

    public int ExtensionOffset => Length - ExtensionLength;

    public static bool TryRead(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        if (packet.Length < FixedLength || packet[0] >> 6 != 2)
        {
            return false;
        }
        header = new RtpHeader(packet);
        if (packet.Length < header.Length)
        {
            return false;
        }
        if (!header.HasExtension)
        {
            return true;
        }
        var extension = packet[header.Length..];
        if (extension.Length < ExtensionHeaderLength)
        {
            return false;
        }
        var length = 4 * BinaryPrimitives.ReadUInt16BigEndian(extension[2..]);
        header = header with
        {
            ExtensionProfile = BinaryPrimitives.ReadUInt16BigEndian(extension),
            ExtensionLength = length,
            Length = header.Length + ExtensionHeaderLength + length,
        };
        return packet.Length >= header.Length;
    }

    /// <summary>The payload of a plain packet without its padding; <c>false</c> when the padding claims more than there is.</summary>
    public bool TryGetPayload(ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> payload)
    {
        payload = packet[Length..];
        if (!HasPadding)
        {
            return true;
        }
        if (payload.IsEmpty || payload[^1] == 0 || payload[^1] > payload.Length)
        {
            return false;
        }
        payload = payload[..^payload[^1]];
        return true;
    }
}
