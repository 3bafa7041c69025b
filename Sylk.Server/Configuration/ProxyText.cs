using Sylk.Abstractions.Sip;

namespace Sylk.Server.Configuration;

/// <summary>A next hop as written in settings.</summary>
internal static class ProxyText
{
    public static bool IsValid(string text) =>
        SipUri.TryParse("sip:" + text, out var uri) && uri.User is null && uri.Headers is null && uri.Transport is null or "udp" or "tcp" or "tls"
        && !text.Contains('@', StringComparison.Ordinal);
}
