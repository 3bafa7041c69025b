namespace Sylk.Media.Rtcp;

/// <summary>Packet types (RFC 3550 section 12.1, RFC 4585 section 6.1).</summary>
internal static class RtcpTypes
{
    public const byte SenderReport = 200;
    public const byte ReceiverReport = 201;
    public const byte SourceDescription = 202;
    public const byte TransportFeedback = 205;
    public const byte PayloadFeedback = 206;
}

/// <summary>Formats of feedback packets, in the place of the report count.</summary>
internal static class FeedbackFormats
{
    /// <summary>Of transport layer feedback: generic NACK (RFC 4585 section 6.2.1).</summary>
    public const byte Nack = 1;

    /// <summary>Of transport layer feedback: transport-wide congestion control.</summary>
    public const byte TransportCc = 15;

    /// <summary>Of payload-specific feedback: picture loss indication (RFC 4585 section 6.3.1).</summary>
    public const byte Pli = 1;

    /// <summary>Of payload-specific feedback: full intra request (RFC 5104 section 4.3.1).</summary>
    public const byte Fir = 4;

    /// <summary>Of payload-specific feedback: application layer feedback, among it REMB.</summary>
    public const byte Application = 15;
}
