using System.Security.Cryptography;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Transactions;

/// <summary>The Via that a request leaves with.</summary>
internal static class OutgoingVia
{
    public static string NewBranch() => ViaHeader.MagicCookie + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>A copy of the request with our Via on top (RFC 3261 section 18.1.1).</summary>
    public static SipRequest Put(SipRequest request, string branch, Flow flow, ITransportLayer transports)
    {
        var (host, port) = transports.ReachableAt(flow);
        // Inside the process TCP stands for LOCAL: the header may travel on to peers who know no other name for a reliable transport.
        var transport = flow is LocalFlow ? "TCP" : flow.Transport;
        var copy = request.Clone();
        copy.Headers.AddFirst("Via", $"SIP/2.0/{transport} {host}:{port};branch={branch}{(flow.IsReliable ? "" : ";rport")}");
        return copy;
    }
}
