using System.Net;
using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Registration;

/// <summary>How requests reach a registered contact.</summary>
internal enum Reachability
{
    /// <summary>By resolving the contact URI.</summary>
    Contact,

    /// <summary>Along the flow of the REGISTER only; without it the contact is lost (RFC 5626).</summary>
    Flow,

    /// <summary>Along the flow while it lives, then by the contact URI.</summary>
    FlowThenContact,

    /// <summary>Through the proxies of its Path (RFC 3327).</summary>
    Path,
}

/// <summary>Finds out how the sender of a request can be reached again.</summary>
internal static class ReachabilityOf
{
    /// <summary>The way to a contact.</summary>
    /// <param name="request">The request that carries the contact.</param>
    /// <param name="peer">Where it came from.</param>
    /// <param name="contact">The contact.</param>
    /// <param name="outbound">Whether the client asked for its flow to be used (RFC 5626).</param>
    public static Reachability Contact(SipRequest request, SipPeer peer, SipUri contact, bool outbound)
    {
        if (outbound)
        {
            return Reachability.Flow;
        }

        if (!IsDirect(request))
        {
            return Reachability.Contact;
        }

        return peer.Transport switch
        {
            "UDP" => IsBehindNat(request, peer) ? Reachability.Flow : Reachability.Contact,
            "LOCAL" => Reachability.FlowThenContact,

            // A client that names the address it came from may take connections there. One with another address is behind a
            // NAT, and the certificate of a phone seldom proves the address we would have to dial.
            "TCP" => IsAddress(contact.Host, peer.RemoteEndPoint.Address) ? Reachability.FlowThenContact : Reachability.Flow,
            _ => Reachability.Flow,
        };
    }

    /// <summary>Whether the sender is the user agent itself: no proxy on the way added a Via.</summary>
    private static bool IsDirect(SipRequest request) => request.Headers.GetList("Via").Count == 1;

    /// <summary>A datagram whose source is not what its Via says came through a NAT. The port alone proves nothing unless the
    /// client promises, by rport, to receive where it sends from (RFC 3581 section 3).</summary>
    private static bool IsBehindNat(SipRequest request, SipPeer peer) =>
        request.Via is not { } via || !IsAddress(via.Host, peer.RemoteEndPoint.Address)
            || (via.Parameters.Contains("rport") && (via.Port ?? 5060) != peer.RemoteEndPoint.Port);

    private static bool IsAddress(string host, IPAddress address)
    {
        if (!IPAddress.TryParse(host.AsSpan().Trim("[]"), out var parsed))
        {
            return false;
        }

        return parsed.Equals(address) || parsed.Equals(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address.MapToIPv6());
    }
}
