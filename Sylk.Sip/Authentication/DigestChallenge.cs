using System.Diagnostics.CodeAnalysis;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Authentication;

/// <summary>One WWW-Authenticate or Proxy-Authenticate value (RFC 7616 section 3.3).</summary>
internal sealed record DigestChallenge(string Realm, string Nonce, string? Opaque, string? Algorithm, bool HasQop, bool OffersAuth, bool IsStale)
{
    public bool IsSha256 => "SHA-256".Equals(Algorithm, StringComparison.OrdinalIgnoreCase);

    private bool IsMd5 => Algorithm is null || Algorithm.Equals("MD5", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether these credentials can answer it.</summary>
    public bool IsAnswerableBy(SipCredentials credentials) => (!HasQop || OffersAuth)
        && ((IsSha256 && credentials.Password is not null) || (IsMd5 && (credentials.Password is not null || credentials.Ha1 is not null)));

    public static bool TryParse(string value, [NotNullWhen(true)] out DigestChallenge? challenge)
    {
        challenge = null;
        var text = value.Trim();
        if (!text.StartsWith("Digest", StringComparison.OrdinalIgnoreCase) || text.Length < 8 || !char.IsWhiteSpace(text[6]))
        {
            return false;
        }

        var items = new List<string>();
        SipText.AddListItems(text[7..], items);
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
        {
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                fields[item[..equals].Trim()] = Unquote(item[(equals + 1)..].Trim());
            }
        }

        if (!fields.TryGetValue("realm", out var realm) || !fields.TryGetValue("nonce", out var nonce))
        {
            return false;
        }

        var qop = fields.GetValueOrDefault("qop");
        challenge = new(
            realm,
            nonce,
            fields.GetValueOrDefault("opaque"),
            fields.GetValueOrDefault("algorithm"),
            qop is not null,
            qop is not null && qop.Split(',').Any(q => q.Trim().Equals("auth", StringComparison.OrdinalIgnoreCase)),
            "true".Equals(fields.GetValueOrDefault("stale"), StringComparison.OrdinalIgnoreCase));
        return true;
    }

    private static string Unquote(string text) =>
        text is ['"', .. var inner, '"'] ? inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : text;
}
