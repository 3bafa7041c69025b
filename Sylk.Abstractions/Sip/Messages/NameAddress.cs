using System.Text;

namespace Sylk.Abstractions.Sip;

/// <summary>A value of From, To, Contact, Route, Record-Route and the like (RFC 3261 section 20.10): display name, URI and
/// header parameters. Immutable.</summary>
/// <param name="DisplayName">Without quotes and escapes; <c>null</c> if there is none.</param>
/// <param name="Uri">The address.</param>
/// <param name="Parameters">Header parameters (not those of the URI).</param>
public sealed record NameAddress(string? DisplayName, SipUri Uri, SipParameters Parameters)
{
    /// <summary>An address without display name and parameters.</summary>
    public NameAddress(SipUri uri) : this(null, uri, SipParameters.Empty)
    {
    }

    /// <summary>The <c>tag</c> parameter (RFC 3261 section 19.3), or <c>null</c>.</summary>
    public string? Tag => Parameters["tag"];

    /// <summary>A copy with this tag.</summary>
    public NameAddress WithTag(string tag) => this with { Parameters = Parameters.With("tag", tag) };

    /// <summary>Parses one value, in the name-addr or addr-spec form. In the latter everything from the first semicolon on
    /// belongs to the header (RFC 3261 section 20.10).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out NameAddress? address)
    {
        address = null;
        text = text.Trim();
        string? displayName = null;
        var open = SipText.IndexOfOutsideQuotes(text, '<');
        ReadOnlySpan<char> uriText, rest;
        if (open >= 0)
        {
            var name = text[..open].Trim();
            var close = text[(open + 1)..].IndexOf('>');
            if (close < 0 || !TryParseDisplayName(name, out displayName))
            {
                return false;
            }

            uriText = text.Slice(open + 1, close);
            rest = text[(open + close + 2)..];
        }
        else
        {
            var semicolon = text.IndexOf(';');
            uriText = (semicolon < 0 ? text : text[..semicolon]).TrimEnd();
            rest = semicolon < 0 ? [] : text[semicolon..];
            if (uriText.ContainsAny(",?"))
            {
                return false;
            }
        }

        if (!SipUri.TryParse(uriText, out var uri) || !SipParameters.TryParse(rest, out var parameters))
        {
            return false;
        }

        address = new(displayName, uri, parameters);
        return true;
    }

    private static bool TryParseDisplayName(ReadOnlySpan<char> text, out string? name)
    {
        name = null;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] != '"')
        {
            foreach (var word in text.Split(' '))
            {
                if (text[word].Contains('"'))
                {
                    return false;
                }
            }

            name = text.ToString();
            return true;
        }

        var builder = new StringBuilder(text.Length);
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    name = builder.ToString();
                    return i == text.Length - 1;
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

    /// <summary>The wire form; the URI always stands in angle brackets.</summary>
    public override string ToString()
    {
        var builder = new StringBuilder(64);
        if (!string.IsNullOrEmpty(DisplayName))
        {
            builder.Append('"');
            foreach (var c in DisplayName)
            {
                if (c is '"' or '\\')
                {
                    builder.Append('\\').Append(c);
                }
                else
                {
                    builder.Append(char.IsControl(c) ? ' ' : c);
                }
            }

            builder.Append("\" ");
        }

        builder.Append('<').Append(Uri).Append('>');
        Parameters.AppendTo(builder);
        return builder.ToString();
    }
}
