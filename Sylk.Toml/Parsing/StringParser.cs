using System.Globalization;
using System.Text;

namespace Sylk.Toml.Parsing;

/// <summary>The four forms of strings.</summary>
internal sealed class StringParser(TomlScanner scanner)
{
    private readonly StringBuilder _builder = new();

    public string Parse()
    {
        var quote = scanner.Current;
        if (scanner.Peek(1) == quote && scanner.Peek(2) == quote)
        {
            return ParseMultiLine(quote);
        }

        var start = scanner.Position;
        scanner.Advance();
        _builder.Clear();
        while (!scanner.TryTake(quote))
        {
            if (scanner.AtEnd || scanner.Current is '\n' or '\r')
            {
                throw new TomlSyntaxException(start, $"the string is not closed by {quote} in its line");
            }

            TakeCharacter(quote);
        }

        return _builder.ToString();
    }

    private string ParseMultiLine(char quote)
    {
        var start = scanner.Position;
        scanner.Advance(3);
        scanner.TryTakeNewline();
        _builder.Clear();
        while (true)
        {
            if (scanner.AtEnd)
            {
                throw new TomlSyntaxException(start, $"the string is not closed by {new string(quote, 3)}");
            }

            if (scanner.Current == quote && TryTakeClosingQuotes(quote))
            {
                return _builder.ToString();
            }

            if (scanner.TryTakeNewline())
            {
                _builder.Append('\n');
            }
            else if (quote != '"' || !TryTakeLineContinuation())
            {
                TakeCharacter(quote);
            }
        }
    }

    /// <summary>Three quotes close; one or two more before them belong to the string.</summary>
    private bool TryTakeClosingQuotes(char quote)
    {
        var count = 0;
        while (count < 5 && scanner.Peek(count) == quote)
        {
            count++;
        }

        scanner.Advance(count);
        _builder.Append(quote, count < 3 ? count : count - 3);
        return count >= 3;
    }

    /// <summary>A backslash at the end of a line takes away all blanks and line ends up to the next character.</summary>
    private bool TryTakeLineContinuation()
    {
        if (scanner.Current != '\\')
        {
            return false;
        }

        var distance = 1;
        while (scanner.Peek(distance) is ' ' or '\t')
        {
            distance++;
        }

        if (scanner.Peek(distance) != '\n' && !(scanner.Peek(distance) == '\r' && scanner.Peek(distance + 1) == '\n'))
        {
            return false;
        }

        scanner.Advance(distance);
        while (scanner.TryTakeNewline())
        {
            scanner.SkipBlanks();
        }

        return true;
    }

    private void TakeCharacter(char quote)
    {
        if (quote == '"' && scanner.Current == '\\')
        {
            TakeEscape();
            return;
        }

        scanner.RefuseControl("a string");
        _builder.Append(scanner.Current);
        scanner.Advance();
    }

    private void TakeEscape()
    {
        var c = scanner.Peek(1);
        if (c is 'u' or 'U')
        {
            _builder.Append(ParseUnicodeEscape(c == 'u' ? 4 : 8).ToString());
            return;
        }

        _builder.Append(c switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            _ => throw scanner.Error($"'\\{(char.IsControl(c) ? "" : c)}' is not an escape; a backslash itself is written \\\\"),
        });
        scanner.Advance(2);
    }

    private Rune ParseUnicodeEscape(int digits)
    {
        var text = scanner.Rest;
        text = text.Slice(2, Math.Min(digits, text.Length - 2));
        if (text.Length < digits
            || !uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || !Rune.TryCreate(code, out var rune))
        {
            throw scanner.Error($"\\{(digits == 4 ? 'u' : 'U')} needs {digits} hexadecimal digits of a Unicode scalar value");
        }

        scanner.Advance(2 + digits);
        return rune;
    }
}
