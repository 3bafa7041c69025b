namespace Sylk.Sip.Parsing;

/// <summary>Walks over the lines of a message up to the empty one (RFC 3261 section 7.3.1). A folded line comes as one,
/// with its breaks. Lines end with CRLF; a CR or LF alone is a fault, because others might take it for a line end.</summary>
internal ref struct HeaderLines(ReadOnlySpan<byte> data, int maxLineBytes)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    /// <summary>The line without its final CRLF.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Where the line begins.</summary>
    public int Offset { get; private set; }

    /// <summary>Whether the line has folds.</summary>
    public bool IsFolded { get; private set; }

    /// <summary>After the end: where the body begins.</summary>
    public readonly int BodyOffset => _position;

    /// <summary>What stopped the walk before the empty line; <c>null</c> at its regular end.</summary>
    public string? Fault { get; private set; }

    /// <summary>Skips the empty lines that may come before a message (RFC 3261 section 7.5).</summary>
    public void SkipEmptyLines()
    {
        while (_data[_position..].StartsWith("\r\n"u8))
        {
            _position += 2;
        }
    }

    public bool MoveNext()
    {
        Offset = _position;
        IsFolded = false;
        while (true)
        {
            var rest = _data[_position..];
            var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0 || end + 1 == rest.Length || rest[end] == '\n' || rest[end + 1] != '\n')
            {
                return Fail(end < 0 || end + 1 == rest.Length ? "the headers do not end" : "CR or LF alone");
            }

            _position += end + 2;
            if (_position - Offset > maxLineBytes)
            {
                return Fail("a line is too long");
            }

            var isEmpty = _position - Offset == 2;
            if (isEmpty || _position == _data.Length || _data[_position] is not ((byte)' ' or (byte)'\t'))
            {
                Current = _data[Offset..(_position - 2)];
                return !isEmpty;
            }

            IsFolded = true;
        }
    }

    private bool Fail(string fault)
    {
        Fault = fault;
        return false;
    }
}
