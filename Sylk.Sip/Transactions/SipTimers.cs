namespace Sylk.Sip.Transactions;

/// <summary>Timer values (RFC 3261 table 4, RFC 6026, RFC 4028).</summary>
public sealed record SipTimers
{
    /// <summary>Round-trip time estimate. Default 500 ms.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest interval between retransmissions of non-INVITE requests and INVITE responses. Default 4 s.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a message stays in the network. Default 5 s.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Session interval that calls ask for (RFC 4028); zero: they ask for none. Default 1800 s.</summary>
    public TimeSpan SessionInterval { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>Shortest session interval accepted; a shorter one is answered 422. Default 90 s, below which RFC 4028 does not go.</summary>
    public TimeSpan MinSessionInterval { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Timers B, F, H, J, L and M: 64*T1.</summary>
    public TimeSpan Timeout => 64 * T1;

    /// <summary>How long a client keeps answering a final non-2xx with ACK on an unreliable transport: at least 32 s.</summary>
    public TimeSpan TimerD => Timeout > TimeSpan.FromSeconds(32) ? Timeout : TimeSpan.FromSeconds(32);
}
