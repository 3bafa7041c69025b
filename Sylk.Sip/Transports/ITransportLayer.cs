using System.Net;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transports;

/// <summary>The transports as transactions see them (RFC 3261 section 18).</summary>
internal interface ITransportLayer
{
    /// <summary>The flow inside the process.</summary>
    Flow Local { get; }

    /// <summary>A living flow by its name, or <c>null</c>. Any thread.</summary>
    Flow? Find(SipFlow flow);

    /// <summary>The flow to a target: the UDP listener of its address family, a connection that is there, or a new one.
    /// Called on the loop.</summary>
    /// <exception cref="IOException">It cannot be reached; the message says why in one line.</exception>
    ValueTask<Flow> OpenAsync(SipTarget target);

    /// <summary>The UDP flow from the same listener to another port or address of the peer; for responses.</summary>
    Flow UdpBeside(Flow flow, IPEndPoint remote);

    /// <summary>Host and port at which peers reach us over the transport of a flow, for Via and Contact.</summary>
    (string Host, int Port) ReachableAt(Flow flow);

    /// <summary>The same for a target that has not been contacted.</summary>
    (string Host, int Port) ReachableAt(SipTarget target);

    /// <summary>Whether a host and port are ours. Any thread.</summary>
    bool IsOwnAddress(SipUri uri);
}

/// <summary>One place to send to, as RFC 3263 finds them.</summary>
/// <param name="Transport">UDP, TCP or TLS.</param>
/// <param name="EndPoint">Address and port.</param>
/// <param name="Name">The domain the certificate must be for (RFC 5922 section 4): that of the URI, not of the SRV record.</param>
internal sealed record SipTarget(string Transport, IPEndPoint EndPoint, string Name);
