using System.Globalization;

namespace Sylk.Abstractions.Sip;

/// <summary>One Via value (RFC 3261 section 20.42). Immutable.</summary>
/// <param name="Transport">Upper case: UDP, TCP, TLS, WS, WSS.</param>
/// <param name="Host">The host of sent-by, as written.</param>
/// <param name="Port">The port of sent-by if written.</param>
/// <param name="Parameters">branch, received, rport and others.</param>
public sealed record ViaHeader(string Transport, string Host, int? Port, SipParameters Parameters)
{
    /// <summary>What a branch of RFC 3261 begins with (section 8.1.1.7).</summary>
    public const string MagicCookie = "z9hG4bK";

    /// <summary>The <c>branch</c> parameter, or the empty text.</summary>
    public string Branch => Parameters["branch"] ?? "";

    /// <summary>Host and port as written.</summary>
    public string SentBy => Port is null ? Host : $"{Host}:{Port}";

    /// <summary>Parses one value; blanks around slashes and the colon are allowed.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ViaHeader? via)
    {
        via = null;
        text = text.Trim();
        var first = text.IndexOf('/');
        var second = first < 0 ? -1 : text[(first + 1)..].IndexOf('/');
        if (second < 0 || !text[..first].Trim().Equals("SIP", StringComparison.OrdinalIgnoreCase)
            || !text.Slice(first + 1, second).Trim().SequenceEqual("2.0"))
        {
            return false;
        }

        var rest = text[(first + second + 2)..].TrimStart();
        var blank = rest.IndexOfAny(' ', '\t');
        if (blank <= 0 || !SipText.IsToken(rest[..blank]))
        {
            return false;
        }

        var transport = rest[..blank].ToString().ToUpperInvariant();
        rest = rest[blank..].TrimStart();
        var semicolon = rest.IndexOf(';');
        if (!SipParameters.TryParse(semicolon < 0 ? [] : rest[semicolon..], out var parameters))
        {
            return false;
        }

        var sentBy = (semicolon < 0 ? rest : rest[..semicolon]).Trim();
        int? port = null;
        var colon = sentBy.IsEmpty || sentBy[^1] == ']' ? -1 : sentBy.LastIndexOf(':');
        if (colon >= 0)
        {
            if (!int.TryParse(sentBy[(colon + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 65535)
            {
                return false;
            }

            port = number;
            sentBy = sentBy[..colon].TrimEnd();
        }

        if (!SipText.IsHost(sentBy))
        {
            return false;
        }

        via = new(transport, sentBy.ToString(), port, parameters);
        return true;
    }

    /// <summary>The wire form.</summary>
    public override string ToString() => $"SIP/2.0/{Transport} {SentBy}{Parameters}";
}
