using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Sylk.Registrar.Authentication;

/// <summary>The value of an Authorization or Proxy-Authorization header with the scheme Digest (RFC 7616 section 3.4).</summary>
internal sealed class DigestCredentials
{
    private const int MaxLength = 4096;

    private DigestCredentials()
    {
    }

    public required string Username { get; init; }

    public required string Realm { get; init; }

    public required string Nonce { get; init; }

    /// <summary>The <c>uri</c> parameter as written.</summary>
    public required string Uri { get; init; }

    public required string Response { get; init; }

    /// <summary><c>null</c> if the algorithm is one we do not speak.</summary>
    public DigestAlgorithm? Algorithm { get; init; }

    /// <summary><c>null</c>: the form without quality of protection of RFC 2069.</summary>
    public string? Qop { get; init; }

    public string? ClientNonce { get; init; }

    /// <summary>The eight hex digits as written.</summary>
    public string? NonceCountText { get; init; }

    /// <summary>1 if the credentials carry none: they are then good for one request.</summary>
    public uint NonceCount { get; private init; }

    public static bool TryParse(string header, [NotNullWhen(true)] out DigestCredentials? credentials)
    {
        credentials = null;
        var text = header.AsSpan().Trim();
        if (text.Length > MaxLength || !text.StartsWith("Digest ", StringComparison.OrdinalIgnoreCase)
            || !TryParseParameters(text["Digest ".Length..], out var parameters)
            || !parameters.TryGetValue("username", out var username)
            || !parameters.TryGetValue("realm", out var realm)
            || !parameters.TryGetValue("nonce", out var nonce)
            || !parameters.TryGetValue("uri", out var uri)
            || !parameters.TryGetValue("response", out var response))
        {
            return false;
        }

        var qop = parameters.GetValueOrDefault("qop");
        var clientNonce = parameters.GetValueOrDefault("cnonce");
        var countText = parameters.GetValueOrDefault("nc");
        uint count = 1;
        if (qop is not null && (!qop.Equals("auth", StringComparison.OrdinalIgnoreCase) || clientNonce is null || countText is not { Length: 8 }
            || !uint.TryParse(countText, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out count) || count == 0))
        {
            return false;
        }

        credentials = new()
        {
            Username = username,
            Realm = realm,
            Nonce = nonce,
            Uri = uri,
            Response = response,
            Algorithm = DigestHash.TryParseName(parameters.GetValueOrDefault("algorithm"), out var algorithm) ? algorithm : null,
            Qop = qop,
            ClientNonce = clientNonce,
            NonceCountText = countText,
            NonceCount = count,
        };
        return true;
    }

    private static bool TryParseParameters(ReadOnlySpan<char> text, [NotNullWhen(true)] out Dictionary<string, string>? parameters)
    {
        parameters = new(StringComparer.OrdinalIgnoreCase);
        text = text.Trim();
        while (!text.IsEmpty)
        {
            var equals = text.IndexOf('=');
            if (equals <= 0 || !TryReadValue(text[(equals + 1)..].TrimStart(), out var value, out var rest)
                || !parameters.TryAdd(text[..equals].Trim().ToString(), value))
            {
                return false;
            }

            rest = rest.TrimStart();
            if (!rest.IsEmpty && rest[0] != ',')
            {
                return false;
            }

            text = rest.IsEmpty ? rest : rest[1..].TrimStart();
        }

        return true;
    }

    private static bool TryReadValue(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? value, out ReadOnlySpan<char> rest)
    {
        value = null;
        rest = [];
        if (text.IsEmpty || text[0] != '"')
        {
            var comma = text.IndexOf(',');
            rest = comma < 0 ? [] : text[comma..];
            value = (comma < 0 ? text : text[..comma]).TrimEnd().ToString();
            return value.Length > 0;
        }

        var builder = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    value = builder.ToString();
                    rest = text[(i + 1)..];
                    return true;
                case '\\' when i + 1 < text.Length:
                    builder.Append(text[++i]);
                    break;
                default:
                    builder.Append(text[i]);
                    break;
            }
        }

        return false;
    }
}
