using System.Text;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Parsing;

/// <summary>Takes one header line apart.</summary>
internal static class HeaderLine
{
    private const int MaxNameBytes = 128;

    /// <summary>Name in its long form and value with each fold as one blank (RFC 3261 section 7.3.1).</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, bool isFolded, out SipHeader header)
    {
        header = default;
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            return false;
        }

        var name = line[..colon].TrimEnd(" \t"u8);
        if (name.Length is 0 or > MaxNameBytes)
        {
            return false;
        }

        Span<char> characters = stackalloc char[MaxNameBytes];
        characters = characters[..Encoding.Latin1.GetChars(name, characters)];
        if (!SipText.IsToken(characters))
        {
            return false;
        }

        var value = line[(colon + 1)..];
        header = new(SipHeaderNames.Canonical(characters), isFolded ? Unfold(value) : Text(value.Trim(" \t"u8)));
        return true;
    }

    /// <summary>NUL is legal, if only as a quoted pair; but many programs take it for the end of the text, so it goes no further.</summary>
    private static string Text(ReadOnlySpan<byte> value) => value.IsEmpty ? "" : Encoding.UTF8.GetString(value).Replace('\0', '\uFFFD');

    private static string Unfold(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var range in value.Split("\r\n"u8))
        {
            var part = value[range].Trim(" \t"u8);
            if (!part.IsEmpty)
            {
                text.Append(text.Length == 0 ? "" : " ").Append(Text(part));
            }
        }

        return text.ToString();
    }
}
