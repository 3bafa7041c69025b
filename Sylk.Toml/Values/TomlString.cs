namespace Sylk.Toml;

/// <summary>A string of any of the four forms.</summary>
public sealed class TomlString : TomlValue
{
    internal TomlString(TomlPosition position, string value) : base(position) => Value = value;

    /// <summary>The text, escapes resolved.</summary>
    public string Value { get; }

    /// <inheritdoc />
    public override string KindName => "a string";
}
