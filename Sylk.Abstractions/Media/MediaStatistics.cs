namespace Sylk.Abstractions.Media;

/// <summary>Counters of a session at one moment.</summary>
/// <param name="Streams">One entry for each accepted stream and side.</param>
public sealed record MediaStatistics(IReadOnlyList<MediaStreamStatistics> Streams);

/// <summary>Counters of one stream towards and from one peer, since its start.</summary>
public sealed record MediaStreamStatistics
{
    /// <summary>Whose stream.</summary>
    public required MediaSide Side { get; init; }

    /// <summary><c>audio</c> or <c>video</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the codec last received, empty before the first packet.</summary>
    public required string Codec { get; init; }

    /// <summary>RTP packets received from the peer and accepted.</summary>
    public long PacketsReceived { get; init; }

    /// <summary>Payload bytes of <see cref="PacketsReceived"/>.</summary>
    public long BytesReceived { get; init; }

    /// <summary>RTP packets sent to the peer.</summary>
    public long PacketsSent { get; init; }

    /// <summary>Payload bytes of <see cref="PacketsSent"/>.</summary>
    public long BytesSent { get; init; }

    /// <summary>Packets from the peer that never arrived (RFC 3550 section 6.4.1), after retransmission.</summary>
    public long PacketsLost { get; init; }

    /// <summary>Packets dropped: unauthentic, replayed, malformed, or of a payload type that was not negotiated.</summary>
    public long PacketsDiscarded { get; init; }

    /// <summary>Interarrival jitter (RFC 3550 section 6.4.1).</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Round-trip time from RTCP reports; <c>null</c> before the first one.</summary>
    public TimeSpan? RoundTripTime { get; init; }
}
