namespace Sylk.Media.Rtcp;

/// <summary>What is common to RTCP packets (RFC 3550 section 6).</summary>
internal static class RtcpPacket
{
    /// <summary>Longest compound packet read or written; nothing legitimate exceeds an MTU.</summary>
    public const int MaxLength = 1500;

    public const int HeaderLength = 4;

    /// <summary>Tells RTCP from RTP on one port by the second byte (RFC 5761 section 4).</summary>
    public static bool IsRtcp(ReadOnlySpan<byte> packet) => packet.Length >= 2 && packet[1] is >= 192 and <= 223;
}
