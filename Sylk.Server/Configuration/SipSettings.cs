using System.Net;
using Sylk.Abstractions.Configuration;
using Sylk.Server.Routing;

namespace Sylk.Server.Configuration;

/// <summary><c>[sip]</c></summary>
internal sealed class SipSettings : IValidatedSettings
{
    [Setting("IP addresses on which SIP is received; `0.0.0.0` and `::` mean all.")]
    public IReadOnlyList<string> Listen { get; init; } = ["127.0.0.1"];

    [Setting("UDP port; 0 takes a free one, -1 switches UDP off.", Min = -1, Max = 65535)]
    public int UdpPort { get; init; } = 5060;

    [Setting("TCP port; 0 takes a free one, -1 switches TCP off.", Min = -1, Max = 65535)]
    public int TcpPort { get; init; } = 5060;

    [Setting("TLS port; 0 takes a free one, -1 switches TLS off. TLS needs `tls.certificate`.", Min = -1, Max = 65535)]
    public int TlsPort { get; init; } = 5061;

    [Setting("Address told to peers in Contact, Via, Record-Route and SDP instead of the local one: the public address of a server behind 1:1 NAT.")]
    public string? AdvertisedIp { get; init; }

    [Setting("Next hop of all requests of this server, `host[:port][;transport=udp|tcp|tls]`. Without the key RFC 3263 finds it.")]
    public string? OutboundProxy { get; init; }

    [Setting("Who may send requests to applications: addresses, networks, host names (looked up again every five minutes), `private` (loopback and private networks), `any`, `none`. Others are answered 403. Requests for a domain served by an application are not concerned: that application decides.")]
    public IReadOnlyList<string> TrustedPeers { get; init; } = [TrustedPeerText.Private];

    [Setting("Session interval that calls ask for (RFC 4028): a peer that has vanished is noticed after half of it. 0 asks for none.", Min = 0, Max = 86400, Unit = "s")]
    public TimeSpan SessionExpires { get; init; } = TimeSpan.FromSeconds(1800);

    [Setting("Shortest session interval accepted; a shorter one is answered 422 (RFC 4028).", Min = 90, Max = 86400, Unit = "s")]
    public TimeSpan MinSessionExpires { get; init; } = TimeSpan.FromSeconds(90);

    public bool ListensBeyondLoopback => Listen.Any(a => !IPAddress.IsLoopback(IPAddress.Parse(a)));

    public void Validate(ISettingsProblems problems)
    {
        if (Listen.Count == 0)
        {
            problems.Add("listen", "expected at least one IP address");
        }

        for (var i = 0; i < Listen.Count; i++)
        {
            if (!AddressText.TryParse(Listen[i], out _))
            {
                problems.Add($"listen[{i}]", "expected an IP address");
            }
        }

        if (TcpPort == TlsPort && TcpPort > 0)
        {
            problems.Add("tls_port", "expected another port than that of TCP");
        }

        if (SessionExpires > TimeSpan.Zero && SessionExpires < MinSessionExpires)
        {
            problems.Add("session_expires", "expected 0 or not less than min_session_expires");
        }

        if (UdpPort < 0 && TcpPort < 0 && TlsPort < 0)
        {
            problems.Add("udp_port", "all transports are switched off; expected at least one");
        }

        if (AdvertisedIp is not null && !AddressText.TryParse(AdvertisedIp, out _))
        {
            problems.Add("advertised_ip", "expected an IP address");
        }

        if (OutboundProxy is not null && !ProxyText.IsValid(OutboundProxy))
        {
            problems.Add("outbound_proxy", "expected host[:port][;transport=udp|tcp|tls]");
        }

        for (var i = 0; i < TrustedPeers.Count; i++)
        {
            if (!TrustedPeerText.IsValid(TrustedPeers[i]))
            {
                problems.Add($"trusted_peers[{i}]", "expected an IP address, a network such as 10.0.0.0/8, a host name, \"private\", \"any\" or \"none\"");
            }
        }
    }
}
