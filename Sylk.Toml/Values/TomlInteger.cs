namespace Sylk.Toml;

/// <summary>An integer.</summary>
public sealed class TomlInteger : TomlValue
{
    internal TomlInteger(TomlPosition position, long value) : base(position) => Value = value;

    /// <summary>The number.</summary>
    public long Value { get; }

    /// <inheritdoc />
    public override string KindName => "an integer";
}
