namespace Sylk.Media.Plane;

/// <summary>What shares a port with RTP.</summary>
internal enum PacketKind
{
    Unknown,
    Stun,
    Dtls,

    /// <summary>RTP or RTCP, plain or protected.</summary>
    Rtp,
}

/// <summary>Demultiplexing by the first byte (RFC 7983 section 7).</summary>
internal static class PacketKinds
{
    public static PacketKind Classify(ReadOnlySpan<byte> packet) => packet.IsEmpty
        ? PacketKind.Unknown
        : packet[0] switch
        {
            <= 3 => PacketKind.Stun,
            >= 20 and <= 63 => PacketKind.Dtls,
            >= 128 and <= 191 => PacketKind.Rtp,
            _ => PacketKind.Unknown,
        };
}
