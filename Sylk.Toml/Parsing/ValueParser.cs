namespace Sylk.Toml.Parsing;

/// <summary>Keys, key/value pairs and values.</summary>
internal sealed class ValueParser(TomlScanner scanner)
{
    private readonly StringParser _strings = new(scanner);

    /// <summary>Parses <c>key = value</c> into a table.</summary>
    public void ParsePair(TomlTable table, int depth)
    {
        var path = ParseKey();
        if (!scanner.TryTake('='))
        {
            throw scanner.Expected("'=' after the key");
        }

        scanner.SkipBlanks();
        foreach (var part in path.AsSpan()[..^1])
        {
            table = Enter(table, part);
        }

        var last = path[^1];
        if (table.TryGet(last.Text, out var known))
        {
            throw Duplicate(last, known);
        }

        table.Add(new(last.Text, last.Position, ParseValue(depth + path.Length)));
    }

    /// <summary>Parses a dotted key and the blanks behind it.</summary>
    public KeyPart[] ParseKey()
    {
        var parts = new List<KeyPart>(1);
        do
        {
            scanner.SkipBlanks();
            var position = scanner.Position;
            parts.Add(new KeyPart(ParseSimpleKey(), position));
            scanner.SkipBlanks();
            CheckDepth(parts.Count);
        }
        while (scanner.TryTake('.'));

        return [.. parts];
    }

    public static TomlSyntaxException Duplicate(KeyPart part, TomlEntry known) =>
        new(part.Position, $"'{part.Text}' is defined twice; first in line {known.KeyPosition.Line}");

    private static TomlTable Enter(TomlTable parent, KeyPart part)
    {
        if (!parent.TryGet(part.Text, out var entry))
        {
            var table = new TomlTable(part.Position, TableOrigin.Dotted);
            parent.Add(new(part.Text, part.Position, table));
            return table;
        }

        return entry.Value is TomlTable { Origin: TableOrigin.Dotted } known
            ? known
            : throw new TomlSyntaxException(part.Position,
                $"'{part.Text}' is {entry.Value.KindName} since line {entry.KeyPosition.Line} and cannot be extended by a dotted key");
    }

    private string ParseSimpleKey()
    {
        if (scanner.Current is '"' or '\'')
        {
            return scanner.StartsWith("\"\"\"") || scanner.StartsWith("'''")
                ? throw scanner.Error("a key cannot be a multi-line string")
                : _strings.Parse();
        }

        var start = scanner.Index;
        while (char.IsAsciiLetterOrDigit(scanner.Current) || scanner.Current is '_' or '-')
        {
            scanner.Advance();
        }

        return scanner.Index > start ? scanner.Since(start).ToString() : throw scanner.Expected("a key");
    }

    private TomlValue ParseValue(int depth)
    {
        CheckDepth(depth);
        var position = scanner.Position;
        switch (scanner.Current)
        {
            case '"' or '\'':
                return new TomlString(position, _strings.Parse());
            case '[':
                return ParseArray(depth);
            case '{':
                return ParseInlineTable(depth);
            default:
                return ScalarParser.Parse(scanner);
        }
    }

    private TomlArray ParseArray(int depth)
    {
        var array = new TomlArray(scanner.Position, isOfTables: false);
        scanner.Advance();
        scanner.SkipToToken();
        while (!scanner.TryTake(']'))
        {
            array.Add(ParseValue(depth + 1));
            scanner.SkipToToken();
            if (!scanner.TryTake(',') && scanner.Current != ']')
            {
                throw scanner.Expected("',' or ']'");
            }

            scanner.SkipToToken();
        }

        return array;
    }

    private TomlTable ParseInlineTable(int depth)
    {
        // Filled as if by dotted keys, closed at the brace.
        var table = new TomlTable(scanner.Position, TableOrigin.Inline);
        scanner.Advance();
        scanner.SkipBlanks();
        if (scanner.TryTake('}'))
        {
            return table;
        }

        do
        {
            ParsePair(table, depth);
            scanner.SkipBlanks();
        }
        while (scanner.TryTake(','));

        return scanner.TryTake('}') ? table : throw scanner.Expected("',' or '}' in the same line");
    }

    private void CheckDepth(int depth)
    {
        if (depth > TomlReader.MaxDepth)
        {
            throw scanner.Error($"nested deeper than {TomlReader.MaxDepth}");
        }
    }
}
