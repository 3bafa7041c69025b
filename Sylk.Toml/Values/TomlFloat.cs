namespace Sylk.Toml;

/// <summary>A float.</summary>
public sealed class TomlFloat : TomlValue
{
    internal TomlFloat(TomlPosition position, double value) : base(position) => Value = value;

    /// <summary>The number; may be infinite or not a number.</summary>
    public double Value { get; }

    /// <inheritdoc />
    public override string KindName => "a float";
}
