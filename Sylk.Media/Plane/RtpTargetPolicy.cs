using System.Net;
using Sylk.Media.Sockets;

namespace Sylk.Media.Plane;

/// <summary>Where the SDP of a SIP peer may send our media. Never: unspecified (which is a hold of old), multicast and broadcast
/// addresses, port 0, and addresses of the other IP version. Loopback and link-local: only if our own address is of that kind, or
/// the operator allows it.</summary>
internal sealed class RtpTargetPolicy(MediaPlaneOptions options)
{
    private readonly TransportAddress _own = TransportAddress.From(new IPEndPoint(options.RtpAddress, 0));

    public bool Allows(TransportAddress target)
    {
        if (target.IsNone || target.Port == 0 || target.IsV6 != _own.IsV6
            || target.IsUnspecified || target.IsMulticast || target.IsBroadcast)
        {
            return false;
        }
        return options.AllowLocalRtpTargets
            || ((!target.IsLoopback || _own.IsLoopback) && (!target.IsLinkLocal || _own.IsLinkLocal));
    }
}
