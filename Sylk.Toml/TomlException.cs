namespace Sylk.Toml;

/// <summary>A text is not TOML 1.0.</summary>
public sealed class TomlException : Exception
{
    /// <summary>Makes the exception.</summary>
    public TomlException(IReadOnlyList<TomlError> errors) : base(string.Join('\n', errors)) => Errors = errors;

    /// <summary>Every mistake found, in the order of the text.</summary>
    public IReadOnlyList<TomlError> Errors { get; }
}
