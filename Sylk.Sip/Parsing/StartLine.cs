using System.Globalization;
using System.Text;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Parsing;

/// <summary>The first line of a message (RFC 3261 sections 7.1 and 7.2), right or wrong.</summary>
internal readonly struct StartLine
{
    private const string Version = "SIP/2.0";

    /// <summary>Method of a request; <c>null</c> for a response or where it cannot be told.</summary>
    public string? Method { get; private init; }

    public SipUri? RequestUri { get; private init; }

    /// <summary>0 for a request.</summary>
    public int StatusCode { get; private init; }

    public string ReasonPhrase { get; private init; }

    /// <summary>What is wrong; <c>null</c>: nothing.</summary>
    public string? Fault { get; private init; }

    /// <summary>What a request with the fault is answered; 0: it is not SIP at all, or a response.</summary>
    public int FaultStatus { get; private init; }

    public static StartLine Parse(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line);
        return text.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase) ? ParseStatusLine(text) : ParseRequestLine(text);
    }

    private static StartLine ParseStatusLine(ReadOnlySpan<char> text)
    {
        // "SIP/2.0 200 OK"; the blank after the code may be missing where the phrase is empty.
        if (!text.StartsWith(Version, StringComparison.OrdinalIgnoreCase) || text.Length < 11 || text[7] != ' '
            || (text.Length > 11 && text[11] != ' ')
            || !int.TryParse(text[8..11], NumberStyles.None, CultureInfo.InvariantCulture, out var code) || code is < 100 or > 699)
        {
            return new() { Fault = "the status line is malformed" };
        }

        return new() { StatusCode = code, ReasonPhrase = text.Length > 12 ? text[12..].ToString() : "" };
    }

    private static StartLine ParseRequestLine(ReadOnlySpan<char> text)
    {
        var first = text.IndexOf(' ');
        var last = text.LastIndexOf(' ');
        if (first <= 0 || !SipText.IsToken(text[..first]) || !LooksLikeVersion(text[(text.TrimEnd().LastIndexOf(' ') + 1)..]))
        {
            return new() { Fault = "neither a request nor a status line" };
        }

        var method = SipMethods.Intern(text[..first]);
        if (!text[(last + 1)..].Equals(Version, StringComparison.OrdinalIgnoreCase))
        {
            return last == text.Length - 1
                ? new() { Method = method, Fault = "blanks after the SIP version", FaultStatus = 400 }
                : new() { Method = method, Fault = "the SIP version is not 2.0", FaultStatus = 505 };
        }

        if (last <= first || !SipUri.TryParse(text[(first + 1)..last], out var uri))
        {
            return new() { Method = method, Fault = "the Request-URI is malformed", FaultStatus = 400 };
        }

        // RFC 3261 section 19.1.1: headers are not allowed in a Request-URI.
        return uri.Headers is not null
            ? new() { Method = method, Fault = "the Request-URI has headers", FaultStatus = 400 }
            : new() { Method = method, RequestUri = uri };
    }

    private static bool LooksLikeVersion(ReadOnlySpan<char> word) => word.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase);
}
