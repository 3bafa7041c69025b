using System.Net;

namespace Sylk.Sip.Transports;

/// <summary>Where a stack listens.</summary>
/// <param name="Transport">UDP, TCP or TLS.</param>
/// <param name="EndPoint">The bound address with its actual port.</param>
public sealed record SipListener(string Transport, IPEndPoint EndPoint);
