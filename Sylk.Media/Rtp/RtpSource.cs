using Sylk.Media.Rtcp;

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

    /// <summary>Share of lost packets as it was told last, of 256.</summary>
    public byte FractionLost { get; private set; }

    /// <summary>Its last sender report.</summary>
    public SenderInfo? SenderInfo { get; private set; }

    /// <summary>When that came, microseconds of the loop.</summary>
    public long SenderInfoArrival { get; private set; }

    public void SetSenderInfo(in SenderInfo info, long now)
    {
        SenderInfo = info;
        SenderInfoArrival = now;
    }

    /// <summary>What is to be told the sender now; the share of lost packets counts from the last call.</summary>
    public ReportBlock TakeReport(long now)
    {
        FractionLost = Statistics.TakeFractionLost();
        return new()
        {
            Ssrc = Ssrc,
            FractionLost = FractionLost,
            Lost = Statistics.Lost,
            ExtendedHighest = Statistics.ExtendedHighest,
            Jitter = Statistics.Jitter,
            LastSenderReport = SenderInfo is { } info ? (uint)(info.Ntp >> 16) : 0,
            DelaySinceLastSenderReport = SenderInfo is null ? 0 : (uint)((now - SenderInfoArrival) * 65536 / 1_000_000),
        };
    }
}
