using System.Net;
using System.Net.Sockets;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Resolution;

/// <summary>RFC 3263.</summary>
internal sealed class SipResolver : ITargetResolver
{
    public async ValueTask<IReadOnlyList<SipTarget>> ResolveAsync(SipUri uri, bool secure)
    {
        var transport = uri.Transport?.ToUpperInvariant() ?? (secure || uri.IsSecure ? "TLS" : "UDP");
        var port = uri.Port ?? (transport == "TLS" ? 5061 : 5060);
        if (IPAddress.TryParse(uri.Host, out var address))
        {
            return [new(transport, new(address, port), uri.Host)];
        }

        try
        {
            return [.. (await Dns.GetHostAddressesAsync(uri.Host)).Select(a => new SipTarget(transport, new(a, port), uri.Host))];
        }
        catch (SocketException e)
        {
            throw new IOException($"{uri.Host} cannot be resolved: {e.Message}", e);
        }
    }
}
