namespace Sylk.Abstractions.Configuration;

/// <summary>Describes one key of a settings class. Keys are the property names in snake_case; a property whose type is
/// itself a settings class is a table, a list of such is an array of tables, a dictionary of texts a table with free keys.
/// A property without this attribute is not a setting.</summary>
/// <remarks>Types: <see cref="string"/>, <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>,
/// <see cref="TimeSpan"/> (a number of seconds in the file), enums (snake_case names), lists of these, nullable forms.
/// The default is what the property has in a new instance.</remarks>
/// <param name="description">What it does, one or two sentences; printed in the generated reference.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string description) : Attribute
{
    /// <summary>What it does.</summary>
    public string Description { get; } = description;

    /// <summary>Key in the file, if it is not the property name in snake_case.</summary>
    public string? Key { get; init; }

    /// <summary>Unit of a number, for instance <c>s</c> or <c>bytes</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>Smallest number allowed.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>Largest number allowed.</summary>
    public double Max { get; init; } = double.NaN;

    /// <summary>Whether a file without the key is refused.</summary>
    public bool Required { get; init; }

    /// <summary>Whether the value is a secret: it is never printed.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether a change takes effect without restart.</summary>
    public bool Live { get; init; }
}
