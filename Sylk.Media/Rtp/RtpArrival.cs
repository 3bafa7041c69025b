namespace Sylk.Media.Rtp;

/// <summary>What a packet is to those received before from its source.</summary>
internal enum RtpArrival
{
    /// <summary>In order, or late but not seen before.</summary>
    New,

    Duplicate,

    /// <summary>So far from the others that it is ignored until its successor confirms that the source started again.</summary>
    Suspicious,

    /// <summary>The source has started again with other sequence numbers.</summary>
    Restarted,
}
