namespace Sylk.Toml.Parsing;

/// <summary>Statements: key/value pairs, table headers, and what they may add to which table.</summary>
internal sealed class DocumentParser
{
    private readonly TomlScanner _scanner;
    private readonly ValueParser _values;
    private readonly TomlTable _root = new(new(1, 1), TableOrigin.Header);
    private readonly List<TomlError> _errors = [];
    private TomlTable _current;

    public DocumentParser(string text)
    {
        _scanner = new(text);
        _values = new(_scanner);
        _current = _root;
    }

    public IReadOnlyList<TomlError> Errors => _errors;

    public TomlTable Parse()
    {
        while (!_scanner.AtEnd && _errors.Count < TomlReader.MaxErrors)
        {
            try
            {
                ParseLine();
            }
            catch (TomlSyntaxException e)
            {
                _errors.Add(e.Error);
                SkipBrokenStatement();
            }
        }

        return _root;
    }

    private void ParseLine()
    {
        _scanner.SkipBlanks();
        if (_scanner.Current == '[')
        {
            ParseHeader();
        }
        else if (!_scanner.AtEnd && _scanner.Current is not ('#' or '\n' or '\r'))
        {
            _values.ParsePair(_current, depth: 0);
        }

        _scanner.SkipBlanksAndComment();
        if (!_scanner.TryTakeNewline() && !_scanner.AtEnd)
        {
            throw _scanner.Expected("the end of the line");
        }
    }

    private void ParseHeader()
    {
        var position = _scanner.Position;

        // Keys below a header that is refused belong to nothing, and are checked all the same.
        _current = new(position, TableOrigin.Header);
        _scanner.Advance();
        var isArray = _scanner.TryTake('[');
        _scanner.SkipBlanks();
        var path = _values.ParseKey();
        if (!_scanner.TryTake(']') || (isArray && !_scanner.TryTake(']')))
        {
            throw _scanner.Expected(isArray ? "']]'" : "']'");
        }
        var parent = _root;
        foreach (var part in path.AsSpan()[..^1])
        {
            parent = Enter(parent, part, position);
        }

        _current = isArray ? AppendTable(parent, path[^1], position) : OpenTable(parent, path[^1], position);
    }

    private static TomlTable Enter(TomlTable parent, KeyPart part, TomlPosition position)
    {
        if (!parent.TryGet(part.Text, out var entry))
        {
            var table = new TomlTable(position, TableOrigin.Implicit);
            parent.Add(new(part.Text, part.Position, table));
            return table;
        }

        return entry.Value switch
        {
            TomlTable { Origin: not TableOrigin.Inline } table => table,
            TomlArray { IsOfTables: true } array => (TomlTable)array.Items[^1],
            var other => throw new TomlSyntaxException(part.Position,
                $"'{part.Text}' is {other.KindName} since line {entry.KeyPosition.Line} and cannot be extended"),
        };
    }

    private static TomlTable OpenTable(TomlTable parent, KeyPart part, TomlPosition position)
    {
        if (!parent.TryGet(part.Text, out var entry))
        {
            var table = new TomlTable(position, TableOrigin.Header);
            parent.Add(new(part.Text, part.Position, table));
            return table;
        }

        if (entry.Value is TomlTable { Origin: TableOrigin.Implicit } known)
        {
            known.Origin = TableOrigin.Header;
            return known;
        }

        throw ValueParser.Duplicate(part, entry);
    }

    private static TomlTable AppendTable(TomlTable parent, KeyPart part, TomlPosition position)
    {
        if (!parent.TryGet(part.Text, out var entry))
        {
            entry = new(part.Text, part.Position, new TomlArray(position, isOfTables: true));
            parent.Add(entry);
        }

        if (entry.Value is not TomlArray { IsOfTables: true } array)
        {
            throw ValueParser.Duplicate(part, entry);
        }

        var table = new TomlTable(position, TableOrigin.Header);
        array.Add(table);
        return table;
    }

    /// <summary>Goes to the next line that looks like a statement: what lies between is the rest of a broken value.</summary>
    private void SkipBrokenStatement()
    {
        do
        {
            _scanner.SkipLine();
            _scanner.SkipBlanks();
        }
        while (!_scanner.AtEnd && !LooksLikeStatement());
    }

    private bool LooksLikeStatement()
    {
        var line = _scanner.Rest;
        var end = line.IndexOf('\n');
        line = (end < 0 ? line : line[..end]).Trim();
        if (line.IsEmpty || line[0] == '[')
        {
            return line.IsEmpty || (line.Contains(']') && !line.EndsWith(","));
        }

        return line[0] == '#' || ((char.IsAsciiLetterOrDigit(line[0]) || line[0] is '_' or '-' or '"' or '\'') && line.Contains('='));
    }
}
