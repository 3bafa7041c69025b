using System.Collections.Frozen;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Accounts;

/// <summary>Which headers of calls are reported to a browser: extension headers whose names begin with one of the prefixes. The
/// values of a repeated header are joined by commas (RFC 3261 section 7.3.1).</summary>
internal sealed class ReportedHeaders(IReadOnlyList<string> prefixes)
{
    private static readonly FrozenSet<string> Standard = new[]
    {
        "Accept", "Accept-Encoding", "Accept-Language", "Alert-Info", "Allow", "Allow-Events", "Authorization", "Call-ID", "Call-Info",
        "Contact", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Type", "CSeq", "Date",
        "Error-Info", "Event", "Expires", "From", "Identity", "In-Reply-To", "Max-Forwards", "MIME-Version", "Min-Expires", "Min-SE",
        "Organization", "Path", "Priority", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Require", "RAck", "Reason", "Record-Route",
        "Refer-To", "Referred-By", "Replaces", "Reply-To", "Require", "Retry-After", "Route", "RSeq", "Server", "Session-Expires",
        "SIP-ETag", "SIP-If-Match", "Subject", "Subscription-State", "Supported", "Timestamp", "To", "Unsupported", "User-Agent", "Via",
        "Warning", "WWW-Authenticate",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, string> Of(SipMessage message)
    {
        var reported = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in message.Headers)
        {
            if (!Standard.Contains(name) && prefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase)))
            {
                reported[name] = reported.TryGetValue(name, out var earlier) ? $"{earlier}, {value}" : value;
            }
        }

        return reported;
    }
}
