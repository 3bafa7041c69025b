using System.Net;

namespace Sylk.Abstractions.Sip;

/// <summary>RFC 3261 section 19.1.4.</summary>
internal static class SipUriComparison
{
    private static readonly string[] DecisiveParameters = ["user", "ttl", "method", "maddr", "transport"];

    public static bool AreEqual(SipUri a, SipUri? b)
    {
        if (b is null || a.Scheme != b.Scheme || a.Opaque != b.Opaque)
        {
            return false;
        }

        return a.Opaque is not null
            || (Unescape(a.User) == Unescape(b.User)
                && Unescape(a.Password) == Unescape(b.Password)
                && HostsAgree(a.Host, b.Host)
                && a.Port == b.Port
                && ParametersAgree(a.Parameters, b.Parameters)
                && HeadersAgree(a.Headers, b.Headers));
    }

    private static bool HostsAgree(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase)
        || (a.StartsWith('[') && b.StartsWith('[') && IPAddress.Parse(a).Equals(IPAddress.Parse(b)));

    public static string? Unescape(string? text) =>
        text is null || !text.Contains('%', StringComparison.Ordinal) ? text : Uri.UnescapeDataString(text);

    private static bool ParametersAgree(SipParameters a, SipParameters b)
    {
        foreach (var (name, _) in a)
        {
            if (b[name] is { } other && !a[name]!.Equals(other, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return DecisiveParameters.All(name => a.Contains(name) == b.Contains(name));
    }

    private static bool HeadersAgree(string? a, string? b)
    {
        if (a is null || b is null)
        {
            return a == b;
        }

        return a.Split('&').Order(StringComparer.OrdinalIgnoreCase)
            .SequenceEqual(b.Split('&').Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
    }
}
