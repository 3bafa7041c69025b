using System.Globalization;

namespace Sylk.Toml.Parsing;

/// <summary>Walks through the text and knows where it is.</summary>
internal sealed class TomlScanner(string text)
{
    public const char End = '\0';
    private int _line = 1;
    private int _lineStart;

    public int Index { get; private set; }

    public bool AtEnd => Index >= text.Length;

    /// <summary>The next character; <see cref="End"/> at the end (a NUL in the text is refused wherever it stands).</summary>
    public char Current => Index < text.Length ? text[Index] : End;

    public TomlPosition Position => new(_line, Index - _lineStart + 1);

    public ReadOnlySpan<char> Rest => text.AsSpan(Index);

    public static TomlPosition PositionAt(string text, int index)
    {
        var before = text.AsSpan(0, index);
        return new(before.Count('\n') + 1, index - (before.LastIndexOf('\n') + 1) + 1);
    }

    public char Peek(int distance) => Index + distance < text.Length ? text[Index + distance] : End;

    public bool StartsWith(string token) => Rest.StartsWith(token, StringComparison.Ordinal);

    public ReadOnlySpan<char> Since(int start) => text.AsSpan(start, Index - start);

    /// <summary>Moves on within a line.</summary>
    public void Advance(int count = 1) => Index += count;

    public bool TryTake(char c)
    {
        if (AtEnd || Current != c)
        {
            return false;
        }

        Index++;
        return true;
    }

    /// <summary>Takes LF or CRLF.</summary>
    public bool TryTakeNewline()
    {
        var length = Current switch
        {
            '\n' => 1,
            '\r' when Peek(1) == '\n' => 2,
            _ => 0,
        };
        if (length == 0)
        {
            return false;
        }

        Index += length;
        _line++;
        _lineStart = Index;
        return true;
    }

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            Index++;
        }
    }

    /// <summary>Skips blanks and a comment up to the end of the line.</summary>
    public void SkipBlanksAndComment()
    {
        SkipBlanks();
        if (Current != '#')
        {
            return;
        }

        while (!AtEnd && !IsNewline())
        {
            RefuseControl("a comment");
            Index++;
        }
    }

    /// <summary>Skips blanks, comments and line ends.</summary>
    public void SkipToToken()
    {
        do
        {
            SkipBlanksAndComment();
        }
        while (TryTakeNewline());
    }

    /// <summary>Skips to the end of the line, whatever is there.</summary>
    public void SkipLine()
    {
        while (!AtEnd && !TryTakeNewline())
        {
            Index++;
        }
    }

    public void RefuseControl(string place)
    {
        if (Current is (< ' ' and not '\t') or '\x7F' && !AtEnd)
        {
            throw Error($"control character {Show(Current)} in {place}");
        }
    }

    public TomlSyntaxException Error(string message) => new(Position, message);

    /// <summary>An error which names what stands here instead of what was expected.</summary>
    public TomlSyntaxException Expected(string what) =>
        Error($"expected {what}, found {(AtEnd ? "the end of the file" : IsNewline() ? "the end of the line" : Show(Current))}");

    private bool IsNewline() => Current == '\n' || (Current == '\r' && Peek(1) == '\n');

    private static string Show(char c) => char.IsControl(c) || char.IsSurrogate(c) || c is '\uFEFF'
        ? "U+" + ((int)c).ToString("X4", CultureInfo.InvariantCulture)
        : $"'{c}'";
}
