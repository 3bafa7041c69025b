using System.Globalization;

namespace Sylk.Abstractions.Sip;

/// <summary>A CSeq value (RFC 3261 section 20.16).</summary>
/// <param name="Number">Below 2^31.</param>
/// <param name="Method">Case sensitive.</param>
public readonly record struct CSeqHeader(uint Number, string Method)
{
    /// <summary>Parses a value.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CSeqHeader cseq)
    {
        cseq = default;
        text = text.Trim();
        var blank = text.IndexOfAny(' ', '\t');
        if (blank <= 0 || !uint.TryParse(text[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > int.MaxValue || !SipText.IsToken(text[blank..].TrimStart()))
        {
            return false;
        }

        cseq = new(number, text[blank..].TrimStart().ToString());
        return true;
    }

    /// <summary>The wire form.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {Method}");
}
