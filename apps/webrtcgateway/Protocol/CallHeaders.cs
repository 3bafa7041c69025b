using System.Collections.Frozen;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>Headers which a page adds to a call: they may say something about it, but not route it, shape the message, or vouch
/// for its sender.</summary>
internal static class CallHeaders
{
    private static readonly FrozenSet<string> Refused = new[]
    {
        "Allow", "Authentication-Info", "Authorization", "Call-ID", "Contact", "Content-Disposition", "Content-Encoding", "Content-Length",
        "Content-Type", "CSeq", "From", "Identity", "Max-Forwards", "MIME-Version", "Min-SE", "P-Asserted-Identity", "P-Preferred-Identity",
        "Path", "Privacy", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Require", "RAck", "Record-Route", "Refer-To", "Remote-Party-ID",
        "Replaces", "Require", "Route", "RSeq", "Service-Route", "Session-Expires", "Supported", "To", "User-Agent", "Via",
        "WWW-Authenticate", "X-Sylk-App",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="RequestException">A page may not add it.</exception>
    public static SipHeader Check(SipHeader header)
    {
        // One letter is the short form of a standard header.
        if (header.Name.Length < 2 || Refused.Contains(header.Name) || !header.Name.All(IsOfName))
        {
            throw new RequestException($"Invalid value for 'name' property: '{header.Name}'");
        }

        return header.Value.Any(char.IsControl) ? throw new RequestException("Invalid value for 'value' property") : header;
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || "-.!%*_+`'~".Contains(c, StringComparison.Ordinal);
}
