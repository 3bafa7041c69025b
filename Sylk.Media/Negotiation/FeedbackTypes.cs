namespace Sylk.Media.Negotiation;

/// <summary>The RTCP feedback we know.</summary>
[Flags]
public enum FeedbackTypes
{
    None = 0,

    /// <summary>Generic NACK (RFC 4585).</summary>
    Nack = 1,

    /// <summary>Picture loss indication (RFC 4585).</summary>
    Pli = 2,

    /// <summary>Full intra request (RFC 5104).</summary>
    Fir = 4,

    /// <summary>Transport-wide congestion control.</summary>
    TransportCc = 8,

    /// <summary>Receiver estimated maximum bitrate.</summary>
    Remb = 16,
}
