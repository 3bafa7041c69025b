using System.Net;
using System.Net.Sockets;
using Sylk.Server.Configuration;

namespace Sylk.Server.Routing;

/// <summary>Tells the addresses in <c>sip.trusted_peers</c>. Host names are resolved once.</summary>
internal sealed class TrustedPeers
{
    private static readonly IPNetwork[] Private = [.. ((string[])
        ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10"]).Select(n => IPNetwork.Parse(n))];

    private readonly List<IPNetwork> _networks = [];
    private readonly bool _isAny;

    /// <exception cref="IOException">A host name cannot be resolved.</exception>
    public TrustedPeers(IEnumerable<string> entries)
    {
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case TrustedPeerText.Any:
                    _isAny = true;
                    break;
                case TrustedPeerText.None:
                    break;
                case TrustedPeerText.Private:
                    _networks.AddRange(Private);
                    break;
                case var text when NetworkText.TryParse(text, out var network):
                    _networks.Add(network);
                    break;
                default:
                    _networks.AddRange(Resolve(entry));
                    break;
            }
        }
    }

    public bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _isAny || _networks.Exists(n => n.Contains(plain));
    }

    private static IEnumerable<IPNetwork> Resolve(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host).Select(a => new IPNetwork(a, a.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
        }
        catch (SocketException e)
        {
            throw new IOException($"sip.trusted_peers: {host} cannot be resolved: {e.Message}", e);
        }
    }
}
