using System.Net;
using Sylk.Sip.Parsing;
using Sylk.Sip.Transactions;
using Sylk.Sip.Transports;

namespace Sylk.Sip;

/// <summary>What a <see cref="SipStack"/> listens on and how it behaves. Immutable.</summary>
public sealed record SipStackOptions
{
    /// <summary>Addresses to listen on, v4 and v6. Default: the loopback.</summary>
    public IReadOnlyList<IPAddress> Listen { get; init; } = [IPAddress.Loopback];

    /// <summary>0: any free port; <c>null</c>: no UDP. Default 5060.</summary>
    public int? UdpPort { get; init; } = 5060;

    /// <summary>0: any free port, that of UDP if it is any as well; <c>null</c>: no TCP listener. Default 5060.</summary>
    public int? TcpPort { get; init; } = 5060;

    /// <summary>0: any free port; <c>null</c>: no TLS listener. Default none: it needs a certificate.</summary>
    public int? TlsPort { get; init; }

    /// <summary>Address written into Via and Contact in place of our own, for a server behind a 1:1 NAT.</summary>
    public IPAddress? AdvertisedAddress { get; init; }

    /// <summary>TLS, server and client side.</summary>
    public SipTlsOptions Tls { get; init; } = new();

    /// <summary>Whether requests from an address are marked as trusted. Default: none.</summary>
    public Func<IPAddress, bool> IsTrusted { get; init; } = static _ => false;

    public SipTimers Timers { get; init; } = new();

    public SipLimits Limits { get; init; } = SipLimits.Default;

    public ConnectionLimits Connections { get; init; } = new();

    /// <summary>Server transactions held at once; a new request outside a dialog beyond is answered 503, beyond twice
    /// as many any request. Default 50,000.</summary>
    public int MaxServerTransactions { get; init; } = 50_000;

    /// <summary>Messages received and not yet looked at; new requests beyond are dropped. Default 8,192.</summary>
    public int MaxBacklog { get; init; } = 8_192;
}
