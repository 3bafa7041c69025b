using System.Text.Unicode;
using Sylk.Toml.Parsing;

namespace Sylk.Toml;

/// <summary>Reads TOML 1.0 (https://toml.io/en/v1.0.0). Every key and value knows its place in the text.</summary>
/// <remarks>Arrays, inline tables and keys may be nested <see cref="MaxDepth"/> deep. Reading goes on after a mistake with the
/// next line that looks like a key or table header, so that a file with several mistakes shows them together.</remarks>
public static class TomlReader
{
    /// <summary>How deep values may be nested.</summary>
    public const int MaxDepth = 100;

    /// <summary>How many mistakes are reported before reading stops.</summary>
    public const int MaxErrors = 50;

    /// <summary>Reads a document.</summary>
    /// <exception cref="TomlException">It is not TOML.</exception>
    public static TomlTable Read(string text) =>
        TryRead(text, out var root, out var errors) ? root : throw new TomlException(errors);

    /// <summary>Reads a document from UTF-8, with or without byte order mark.</summary>
    /// <param name="utf8">The bytes of a file.</param>
    /// <param name="root">What could be read; complete if there are no errors.</param>
    /// <param name="errors">The mistakes, in order.</param>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out TomlTable root, out IReadOnlyList<TomlError> errors)
    {
        if (utf8.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }

        var chars = new char[utf8.Length];
        var status = Utf8.ToUtf16(utf8, chars, out var read, out var written, replaceInvalidSequences: false);
        var text = new string(chars, 0, written);
        if (status == System.Buffers.OperationStatus.Done)
        {
            return TryRead(text, out root, out errors);
        }

        root = new TomlTable(new(1, 1), TableOrigin.Header);
        errors = [new(TomlScanner.PositionAt(text, written), $"the byte 0x{utf8[read]:X2} is not UTF-8")];
        return false;
    }

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out TomlTable, out IReadOnlyList{TomlError})" />
    public static bool TryRead(string text, out TomlTable root, out IReadOnlyList<TomlError> errors)
    {
        var parser = new DocumentParser(text);
        root = parser.Parse();
        errors = parser.Errors;
        return errors.Count == 0;
    }
}
