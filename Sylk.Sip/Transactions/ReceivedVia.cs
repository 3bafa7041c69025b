using System.Globalization;
using System.Net;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Transactions;

/// <summary>What a server does with the topmost Via of a request.</summary>
internal static class ReceivedVia
{
    /// <summary>Writes the source into it (RFC 3261 section 18.2.1, RFC 3581 section 4).</summary>
    public static void Mark(SipMessage message, IPEndPoint source)
    {
        if (message.Via is not { } via)
        {
            return;
        }

        var wantsPort = via.Parameters["rport"] is { Length: 0 };
        var isFromSentBy = IPAddress.TryParse(via.Host, out var host) && host.Equals(source.Address);
        if (isFromSentBy && !wantsPort && !via.Parameters.Contains("received"))
        {
            return;
        }

        var parameters = via.Parameters.With("received", source.Address.ToString());
        if (wantsPort)
        {
            parameters = parameters.With("rport", source.Port.ToString(CultureInfo.InvariantCulture));
        }

        message.Headers.RemoveFirst("Via");
        message.Headers.AddFirst("Via", (via with { Parameters = parameters }).ToString());
    }

    /// <summary>Where the response goes over UDP, or over a new connection (RFC 3261 section 18.2.2). The address is always
    /// the source, never what the message claims.</summary>
    public static IPEndPoint ReplyTo(SipMessage message, Flow flow)
    {
        var source = flow.RemoteEndPoint;
        if (message.Via is not { } via || (via.Parameters.Contains("rport") && !flow.IsReliable))
        {
            return source;
        }

        return new(source.Address, via.Port is > 0 and var port ? port : flow.Transport == "TLS" ? 5061 : 5060);
    }
}
