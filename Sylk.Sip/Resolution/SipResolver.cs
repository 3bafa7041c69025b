using System.Net;
using System.Net.Sockets;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Resolution;

/// <summary>RFC 3263 section 4: NAPTR finds the transports, SRV the hosts and ports, A and AAAA the addresses.</summary>
/// <param name="dns">Asked for everything but what is in the hosts file.</param>
/// <param name="random">A number from 0 to its argument, both included.</param>
/// <param name="system">The resolver of the operating system, with the hosts file.</param>
internal sealed class SipResolver(DnsClient dns, Func<int, int> random, Func<string, Task<IPAddress[]>> system) : ITargetResolver
{
    private const int MaxTargets = 16;

    private static readonly (string Transport, string Service, string Naptr)[] Services =
    [
        ("UDP", "_sip._udp.", "SIP+D2U"), ("TCP", "_sip._tcp.", "SIP+D2T"), ("TLS", "_sips._tcp.", "SIPS+D2T"),
    ];

    public SipResolver(DnsClient dns)
        : this(dns, static max => Random.Shared.Next(max + 1), static host => Dns.GetHostAddressesAsync(host))
    {
    }

    public async ValueTask<IReadOnlyList<SipTarget>> ResolveAsync(SipUri uri, bool secure)
    {
        secure |= uri.IsSecure;
        var host = uri.Parameters["maddr"] is { Length: > 0 } maddr ? maddr : uri.Host;
        var given = TransportOf(uri, secure);
        if (IPAddress.TryParse(host, out var address))
        {
            var transport = given ?? "UDP";
            return [new(transport, new(address, uri.Port ?? DefaultPort(transport)), uri.Host)];
        }

        var targets = new List<SipTarget>();
        string? fault = null;
        try
        {
            await FindAsync(uri, host, given, secure, targets).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            fault = e.Message;
        }

        if (targets.Count == 0)
        {
            throw new IOException($"{host} cannot be resolved: {fault ?? "there is no address"}");
        }

        return targets;
    }

    /// <summary>The transport that the URI leaves no choice about, or <c>null</c>.</summary>
    private static string? TransportOf(SipUri uri, bool secure) => uri.Transport?.ToUpperInvariant() switch
    {
        null => secure ? "TLS" : null,
        "TCP" when secure => "TLS",
        "UDP" when secure => throw new IOException("there is no secure way over UDP"),
        "UDP" or "TCP" or "TLS" => uri.Transport.ToUpperInvariant(),
        _ => throw new IOException("the transport of the URI is not supported"),
    };

    private static int DefaultPort(string transport) => transport == "TLS" ? 5061 : 5060;

    private async Task FindAsync(SipUri uri, string host, string? given, bool secure, List<SipTarget> targets)
    {
        var isLocal = !host.Contains('.') || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        if (uri.Port is null && dns.HasServers && !isLocal)
        {
            foreach (var (transport, name) in await FindServicesAsync(host, given, secure).ConfigureAwait(false))
            {
                await AddServiceAsync(uri, transport, name, targets).ConfigureAwait(false);
            }
        }

        if (targets.Count == 0)
        {
            var transport = given ?? "UDP";
            await AddHostAsync(transport, host, uri.Port ?? DefaultPort(transport), uri.Host, targets).ConfigureAwait(false);
        }
    }

    /// <summary>Transports with the names of their SRV records, best first (RFC 3263 section 4.1).</summary>
    private async Task<IReadOnlyList<(string Transport, string Name)>> FindServicesAsync(string host, string? given, bool secure)
    {
        if (given is not null)
        {
            return [.. Services.Where(s => s.Transport == given).Select(s => (s.Transport, s.Service + host))];
        }

        var naptr = await TryQueryAsync<NaptrRecord>(host, DnsType.Naptr).ConfigureAwait(false);
        var found = naptr.Where(n => n.Flags.Equals("s", StringComparison.OrdinalIgnoreCase))
            .OrderBy(n => n.Order).ThenBy(n => n.Preference)
            .SelectMany(n => Services.Where(s => s.Naptr.Equals(n.Service, StringComparison.OrdinalIgnoreCase)).Select(s => (s.Transport, n.Replacement)))
            .Where(s => !secure || s.Transport == "TLS")
            .ToList();
        // SIPS is chosen by NAPTR only: without it nobody has said that the domain speaks TLS to a sip URI.
        return found.Count > 0 ? found : [.. Services.Where(s => s.Transport != "TLS").Select(s => (s.Transport, s.Service + host))];
    }

    private async Task AddServiceAsync(SipUri uri, string transport, string name, List<SipTarget> targets)
    {
        var records = await TryQueryAsync<SrvRecord>(name, DnsType.Srv).ConfigureAwait(false);
        foreach (var record in SrvOrder.Of(records.Where(r => r.Target.Length > 0), random))
        {
            if (targets.Count >= MaxTargets)
            {
                return;
            }

            try
            {
                await AddHostAsync(transport, record.Target, record.Port, uri.Host, targets).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // The next record may have an address.
            }
        }
    }

    private async Task AddHostAsync(string transport, string host, int port, string domain, List<SipTarget> targets)
    {
        foreach (var address in await AddressesAsync(host).ConfigureAwait(false))
        {
            if (targets.Count < MaxTargets)
            {
                targets.Add(new(transport, new(address, port), domain));
            }
        }
    }

    private async Task<IEnumerable<IPAddress>> AddressesAsync(string host)
    {
        if (dns.HasServers && host.Contains('.'))
        {
            var a = TryQueryAsync<AddressRecord>(host, DnsType.A);
            var aaaa = TryQueryAsync<AddressRecord>(host, DnsType.Aaaa);
            var found = (await a.ConfigureAwait(false)).Concat(await aaaa.ConfigureAwait(false)).Select(r => r.Address).ToList();
            if (found.Count > 0)
            {
                return found;
            }
        }

        try
        {
            return await system(host).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>A server that does not answer is like a name without records: other ways may lead to the target.</summary>
    private async Task<IReadOnlyList<T>> TryQueryAsync<T>(string name, DnsType type)
        where T : DnsRecord
    {
        try
        {
            return await dns.QueryAsync<T>(name, type).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
