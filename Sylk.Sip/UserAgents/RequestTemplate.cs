using System.Security.Cryptography;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.UserAgents;

/// <summary>Makes requests outside a dialog (RFC 3261 section 8.1.1).</summary>
internal static class RequestTemplate
{
    private static readonly HashSet<string> Owned = new(
        [
            "Via", "From", "To", "Call-ID", "CSeq", "Contact", "Max-Forwards", "Route", "Record-Route", "Content-Length",
            "Session-Expires", "Min-SE", "RSeq", "RAck", UserAgentLayer.ApplicationHeader,
        ],
        StringComparer.OrdinalIgnoreCase);

    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));

    /// <exception cref="ArgumentException">A header belongs to the stack.</exception>
    public static void CheckHeaders(IEnumerable<SipHeader>? headers)
    {
        foreach (var header in headers ?? [])
        {
            if (Owned.Contains(header.Name))
            {
                throw new ArgumentException($"The header {header.Name} belongs to the stack.", nameof(headers));
            }
        }
    }

    public static SipRequest Create(UserAgentLayer layer, string method, OutgoingOptions options, string callId, uint sequence)
    {
        var request = new SipRequest(method, options.Target);
        if ((options.OutboundProxy ?? layer.OutboundProxyFor(options.Target)) is { } proxy)
        {
            request.Headers.Add("Route", $"<sip:{proxy};lr>");
        }

        request.MaxForwards = 70;
        request.Headers.Add("From", options.From.WithTag(NewToken()).ToString());
        request.Headers.Add("To", new NameAddress(options.Target).ToString());
        request.Headers.Add("Call-ID", callId);
        request.Headers.Add("CSeq", new CSeqHeader(sequence, method).ToString());
        request.Headers.Add("User-Agent", Ascii(options.UserAgent ?? layer.Product));
        AddHeaders(request, options.Headers);
        return request;
    }

    public static void AddHeaders(SipMessage message, IEnumerable<SipHeader>? headers)
    {
        foreach (var header in headers ?? [])
        {
            message.Headers.Add(header.Name, header.Value);
        }
    }

    private static string Ascii(string text) => string.Concat(text.Select(c => c is >= ' ' and < '\x7f' ? c : '?'));
}
