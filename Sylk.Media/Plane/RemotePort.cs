using System.Net;
using Sylk.Media.Sockets;

namespace Sylk.Media.Plane;

/// <summary>Where one socket of a SIP leg sends, and from where it accepts. Symmetric RTP for phones behind a NAT: the port, not
/// the address, may differ from the SDP, and it is learned once, from the first packet that is worth believing.</summary>
internal sealed class RemotePort
{
    private TransportAddress _signalled;
    private bool _isLearned;

    /// <summary>Where to send; none if the SDP gave no address that may be used.</summary>
    public TransportAddress Address { get; private set; }

    /// <summary>Takes the address of a new SDP.</summary>
    /// <returns>Whether it is another one than before.</returns>
    public bool Signal(IPEndPoint? endPoint, RtpTargetPolicy policy)
    {
        var signalled = endPoint is null ? default : TransportAddress.From(endPoint);
        if (signalled == _signalled)
        {
            return false;
        }
        _signalled = signalled;
        _isLearned = false;
        Address = policy.Allows(signalled) ? signalled : default;
        return true;
    }

    /// <summary>Whether a packet from there may be looked at.</summary>
    public bool Accepts(TransportAddress source) =>
        source == Address || (!_isLearned && !Address.IsNone && source.HasSameHost(Address));

    /// <summary>A packet from there proved to be the peer's.</summary>
    public void Learn(TransportAddress source)
    {
        if (!_isLearned)
        {
            _isLearned = true;
            Address = source;
        }
    }
}
