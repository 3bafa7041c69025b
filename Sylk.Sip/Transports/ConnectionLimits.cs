namespace Sylk.Sip.Transports;

/// <summary>Bounds of TCP and TLS connections.</summary>
public sealed record ConnectionLimits
{
    /// <summary>Connections at once, both directions. Default 10,000.</summary>
    public int Total { get; init; } = 10_000;

    /// <summary>Accepted connections at once from one address. Default 1,000: many phones may sit behind one NAT.</summary>
    public int PerSource { get; init; } = 1_000;

    /// <summary>Bytes that may wait to be written to one connection; a slower peer is cut off. Default 1 MiB.</summary>
    public int MaxQueuedBytes { get; init; } = 1024 * 1024;

    /// <summary>How long connecting and the TLS handshake may take. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a message may take from its first byte to its last, and the first message from the accepting of
    /// the connection. Default 15 s.</summary>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may be silent in both directions. Default 15 min: longer than the usual registration.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a ping is sent on connections that we have opened (RFC 5626 section 4.4.1). Default 95 s.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(95);

    /// <summary>How long a peer that has ever sent a pong may take for the next one. Default 10 s.</summary>
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
