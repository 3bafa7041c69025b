namespace Sylk.Sip.Transactions;

/// <summary>Timer values (RFC 3261 table 4, RFC 6026).</summary>
public sealed record SipTimers
{
    /// <summary>Round-trip time estimate. Default 500 ms.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest interval between retransmissions of non-INVITE requests and INVITE responses. Default 4 s.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a message stays in the network. Default 5 s.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Timers B, F, H, J, L and M: 64*T1.</summary>
    public TimeSpan Timeout => 64 * T1;

    /// <summary>How long a client keeps answering a final non-2xx with ACK on an unreliable transport: at least 32 s.</summary>
    public TimeSpan TimerD => Timeout > TimeSpan.FromSeconds(32) ? Timeout : TimeSpan.FromSeconds(32);
}
