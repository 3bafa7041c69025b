using System.Collections.Frozen;

namespace Sylk.Abstractions.Sip;

/// <summary>Spelling and compact forms of header names (RFC 3261 section 20, RFC 3515, 3892, 6665, 4028, 8224).</summary>
internal static class SipHeaderNames
{
    private static readonly FrozenDictionary<string, string> Names = Build();

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Names.GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Canonical(string name) => Names.TryGetValue(name, out var known) ? known : name;

    public static string Canonical(ReadOnlySpan<char> name) => BySpan.TryGetValue(name, out var known) ? known : name.ToString();

    private static FrozenDictionary<string, string> Build()
    {
        string[] known =
        [
            "Accept", "Accept-Encoding", "Accept-Language", "Alert-Info", "Allow", "Allow-Events", "Authentication-Info",
            "Authorization", "Call-ID", "Call-Info", "Contact", "Content-Disposition", "Content-Encoding", "Content-Language",
            "Content-Length", "Content-Type", "CSeq", "Date", "Error-Info", "Event", "Expires", "Flow-Timer", "From", "Identity",
            "In-Reply-To", "Max-Forwards", "MIME-Version", "Min-Expires", "Min-SE", "Organization", "P-Asserted-Identity", "Path",
            "Priority", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Require", "RAck", "Reason", "Record-Route", "Refer-To",
            "Referred-By", "Replaces", "Reply-To", "Require", "Retry-After", "Route", "RSeq", "Server", "Service-Route",
            "Session-Expires", "SIP-ETag", "SIP-If-Match", "Subject", "Subscription-State", "Supported", "Timestamp", "To",
            "Unsupported", "User-Agent", "Via", "Warning", "WWW-Authenticate",
        ];
        (string Compact, string Long)[] compact =
        [
            ("i", "Call-ID"), ("m", "Contact"), ("e", "Content-Encoding"), ("l", "Content-Length"), ("c", "Content-Type"),
            ("f", "From"), ("s", "Subject"), ("k", "Supported"), ("t", "To"), ("v", "Via"), ("o", "Event"), ("u", "Allow-Events"),
            ("r", "Refer-To"), ("b", "Referred-By"), ("x", "Session-Expires"), ("y", "Identity"),
        ];
        return known.Select(n => KeyValuePair.Create(n, n))
            .Concat(compact.Select(c => KeyValuePair.Create(c.Compact, c.Long)))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
