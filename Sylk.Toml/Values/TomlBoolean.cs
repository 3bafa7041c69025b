namespace Sylk.Toml;

/// <summary>A boolean.</summary>
public sealed class TomlBoolean : TomlValue
{
    internal TomlBoolean(TomlPosition position, bool value) : base(position) => Value = value;

    /// <summary>Its value.</summary>
    public bool Value { get; }

    /// <inheritdoc />
    public override string KindName => "a boolean";
}
