namespace Sylk.Media.Rtp;

/// <summary>What an outgoing packet's header says.</summary>
internal readonly ref struct OutgoingHeader
{
    public required byte PayloadType { get; init; }
    public required ushort SequenceNumber { get; init; }
    public required uint Timestamp { get; init; }
    public required uint Ssrc { get; init; }

    /// <summary>Which extension elements pass, and under which ids others are added.</summary>
    public required HeaderExtensionMap Extensions { get; init; }

    /// <summary>Value of the MID element.</summary>
    public ReadOnlySpan<byte> Mid { get; init; }
    public ushort TransportSequenceNumber { get; init; }

    /// <summary>Seconds as 6.18 fixed point number.</summary>
    public uint AbsoluteSendTime { get; init; }
}
