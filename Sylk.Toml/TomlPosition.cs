namespace Sylk.Toml;

/// <summary>A place in a file. Both numbers begin with 1; columns count UTF-16 code units, a tab is one.</summary>
public readonly record struct TomlPosition(int Line, int Column)
{
    /// <summary><c>LINE:COLUMN</c>.</summary>
    public override string ToString() => $"{Line}:{Column}";
}
