using System.Globalization;

namespace Sylk.Toml.Parsing;

/// <summary>Integers and floats.</summary>
internal static class NumberParser
{
    /// <summary>Parses a number; <c>null</c> if the word is none.</summary>
    public static TomlValue? TryParse(ReadOnlySpan<char> word, TomlPosition position)
    {
        var isNegative = word[0] == '-';
        var digits = word[0] is '+' or '-' ? word[1..] : word;
        switch (digits)
        {
            case "inf":
                return new TomlFloat(position, isNegative ? double.NegativeInfinity : double.PositiveInfinity);
            case "nan":
                return new TomlFloat(position, double.NaN);
            case ['0', 'x' or 'o' or 'b', ..]:
                return word.Length == digits.Length ? ParsePrefixed(word, position) : null;
        }

        if (!TryRemoveUnderscores(digits, char.IsAsciiDigit, out var plain) || plain is [] || !char.IsAsciiDigit(plain[0])
            || (plain.Length > 1 && plain[0] == '0' && char.IsAsciiDigit(plain[1])))
        {
            return null;
        }

        var sign = isNegative ? "-" : "";
        if (plain.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return long.TryParse(sign + plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
                ? new TomlInteger(position, integer)
                : throw OutOfRange(position);
        }

        return IsFloat(plain)
            ? new TomlFloat(position, double.Parse(sign + plain, NumberStyles.Float, CultureInfo.InvariantCulture))
            : null;
    }

    private static TomlInteger? ParsePrefixed(ReadOnlySpan<char> word, TomlPosition position)
    {
        var (bits, isDigit) = word[1] switch
        {
            'x' => (4, char.IsAsciiHexDigit),
            'o' => (3, static (char c) => c is >= '0' and <= '7'),
            _ => (1, (Func<char, bool>)(static c => c is '0' or '1')),
        };
        if (!TryRemoveUnderscores(word[2..], isDigit, out var plain) || plain is [] || !plain.All(isDigit))
        {
            return null;
        }

        ulong value = 0;
        foreach (var c in plain)
        {
            if (value > (ulong)long.MaxValue >> bits)
            {
                throw OutOfRange(position);
            }

            value = (value << bits) | (uint)Convert.ToInt32(c.ToString(), 16);
        }

        return new(position, (long)value);
    }

    /// <summary><c>digits [. digits] [e [sign] digits]</c>, with at least one of the two parts in brackets.</summary>
    private static bool IsFloat(ReadOnlySpan<char> text)
    {
        text = SkipDigits(text);
        if (text is ['.', ..])
        {
            var fraction = SkipDigits(text[1..]);
            if (fraction.Length == text.Length - 1)
            {
                return false;
            }

            text = fraction;
        }

        if (text is ['e' or 'E', ..])
        {
            text = text[1..];
            text = text is ['+' or '-', ..] ? text[1..] : text;
            return text.Length > 0 && SkipDigits(text).IsEmpty;
        }

        return text.IsEmpty;
    }

    private static ReadOnlySpan<char> SkipDigits(ReadOnlySpan<char> text)
    {
        var other = text.IndexOfAnyExceptInRange('0', '9');
        return other < 0 ? [] : text[other..];
    }

    /// <summary>Underscores are allowed between two digits only.</summary>
    private static bool TryRemoveUnderscores(ReadOnlySpan<char> text, Func<char, bool> isDigit, out string plain)
    {
        plain = "";
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '_' && (i == 0 || i == text.Length - 1 || !isDigit(text[i - 1]) || !isDigit(text[i + 1])))
            {
                return false;
            }
        }

        plain = text.ToString().Replace("_", "", StringComparison.Ordinal);
        return true;
    }

    private static TomlSyntaxException OutOfRange(TomlPosition position) => new(position, "the integer does not fit 64 bits");
}
