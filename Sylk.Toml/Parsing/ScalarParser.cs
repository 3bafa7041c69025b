namespace Sylk.Toml.Parsing;

/// <summary>Values without quotes or brackets: booleans, numbers, dates and times.</summary>
internal static class ScalarParser
{
    public static TomlValue Parse(TomlScanner scanner)
    {
        var position = scanner.Position;
        var start = scanner.Index;
        SkipWord(scanner);
        if (scanner.Index == start)
        {
            throw scanner.Expected("a value");
        }

        var word = scanner.Since(start);
        if (DateTimeParser.LooksLikeDate(word))
        {
            if (word.Length == 10 && scanner.Current == ' ' && char.IsAsciiDigit(scanner.Peek(1)))
            {
                scanner.Advance();
                SkipWord(scanner);
                word = scanner.Since(start);
            }

            return DateTimeParser.ParseDate(word, position);
        }

        if (DateTimeParser.LooksLikeTime(word))
        {
            return DateTimeParser.ParseTime(word, position);
        }

        return word switch
        {
            "true" => new TomlBoolean(position, true),
            "false" => new TomlBoolean(position, false),
            _ => NumberParser.TryParse(word, position)
                ?? throw new TomlSyntaxException(position, $"{Shorten(word)} is not a value; strings need quotes"),
        };
    }

    private static void SkipWord(TomlScanner scanner)
    {
        while (char.IsAsciiLetterOrDigit(scanner.Current) || scanner.Current is '+' or '-' or '_' or '.' or ':')
        {
            scanner.Advance();
        }
    }

    private static string Shorten(ReadOnlySpan<char> word) => word.Length <= 40 ? $"'{word}'" : $"'{word[..40]}…'";
}
