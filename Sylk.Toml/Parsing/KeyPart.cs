namespace Sylk.Toml.Parsing;

/// <summary>One part of a dotted key.</summary>
internal readonly record struct KeyPart(string Text, TomlPosition Position);
