using Sylk.Toml;

namespace Sylk.Server.Configuration.Binding;

/// <summary>Where a value comes from: <c>FILE:LINE:COLUMN</c>, a file as a whole, or an environment variable.</summary>
internal readonly record struct SettingsLocation(string Source, TomlPosition? Position = null)
{
    /// <summary>Whether it is a variable, in which positions mean nothing.</summary>
    public bool IsVariable { get; private init; }

    public static SettingsLocation Variable(string name) => new($"environment variable {name}") { IsVariable = true };

    public SettingsLocation At(TomlPosition position) => IsVariable ? this : this with { Position = position };

    public override string ToString() => Position is { } position ? $"{Source}:{position}" : Source;
}
