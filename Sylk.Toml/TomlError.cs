namespace Sylk.Toml;

/// <summary>Why a text is not TOML 1.0, and where.</summary>
public sealed record TomlError(TomlPosition Position, string Message)
{
    /// <summary><c>LINE:COLUMN: MESSAGE</c>.</summary>
    public override string ToString() => $"{Position}: {Message}";
}
