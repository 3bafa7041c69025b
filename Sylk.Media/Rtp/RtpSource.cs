namespace Sylk.Media.Rtp;

/// <summary>One SSRC received from a peer.</summary>
/// <param name="ssrc">The SSRC.</param>
/// <param name="order">Later sources have larger numbers.</param>
internal sealed class RtpSource(uint ssrc, int order)
{
    public uint Ssrc { get; } = ssrc;

    public int Order { get; } = order;

    /// <summary>The stream repeated by this one, if it is an RFC 4588 stream.</summary>
    public RtpSource? RepeatedSource { get; init; }

    public ReceptionStatistics Statistics { get; } = new();

    /// <summary>When a packet last came, microseconds of the loop.</summary>
    public long LastArrival { get; set; }

    /// <summary>Counts restarts of its sequence numbers.</summary>
    public int Epoch { get; set; }
}
