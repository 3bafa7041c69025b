namespace Sylk.Toml.Parsing;

/// <summary>Leaves a broken statement; caught by <see cref="DocumentParser"/>, which goes on behind it.</summary>
#pragma warning disable CA1064 // never leaves this assembly
internal sealed class TomlSyntaxException(TomlPosition position, string message) : Exception(message)
{
    public TomlError Error { get; } = new(position, message);
}
