namespace Sylk.Toml;

/// <summary>A value of a document.</summary>
public abstract class TomlValue
{
    private protected TomlValue(TomlPosition position) => Position = position;

    /// <summary>Where the value begins; for a table with a header, where the header begins.</summary>
    public TomlPosition Position { get; }

    /// <summary>What kind of value it is, in the words of TOML, with an article: <c>a string</c>.</summary>
    public abstract string KindName { get; }
}
