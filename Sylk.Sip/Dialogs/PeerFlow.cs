using System.Net;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Dialogs;

/// <summary>Tells whether the sender of a request is to be reached again where the request came from, because its Contact
/// may not lead there: a client behind a NAT, or one whose connection only it can open.</summary>
internal static class PeerFlow
{
    public static SipFlow? Of(SipRequest request, SipPeer peer)
    {
        // With a second Via there is a proxy that did not want to stay on the way: then only the Contact is left.
        var vias = request.Headers.GetList("Via");
        return vias.Count == 1 && (peer.Transport is "TCP" or "TLS" || (peer.Transport == "UDP" && IsBehindNat(request.Via!, peer.RemoteEndPoint)))
            ? peer.Flow
            : null;
    }

    /// <summary>A datagram whose source is not what its Via says. The port alone proves nothing unless the client promises,
    /// by rport, to receive where it sends from (RFC 3581 section 3).</summary>
    private static bool IsBehindNat(ViaHeader via, IPEndPoint source) =>
        !(IPAddress.TryParse(via.Host, out var host) && host.Equals(source.Address))
            || (via.Parameters.Contains("rport") && (via.Port ?? 5060) != source.Port);
}
