using System.Diagnostics.CodeAnalysis;

namespace Sylk.Toml;

/// <summary>A table: keys in the order of the text, each once.</summary>
public sealed class TomlTable : TomlValue
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<TomlEntry> _entries = [];

    internal TomlTable(TomlPosition position, TableOrigin origin) : base(position) => Origin = origin;

    /// <summary>Its keys with their values.</summary>
    public IReadOnlyList<TomlEntry> Entries => _entries;

    /// <inheritdoc />
    public override string KindName => "a table";

    internal TableOrigin Origin { get; set; }

    /// <summary>Finds a key.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out TomlEntry? entry)
    {
        entry = _index.TryGetValue(key, out var position) ? _entries[position] : null;
        return entry is not null;
    }

    internal void Add(TomlEntry entry)
    {
        _index.Add(entry.Key, _entries.Count);
        _entries.Add(entry);
    }
}

/// <summary>A key and its value.</summary>
/// <param name="Key">The key, without quotes.</param>
/// <param name="KeyPosition">Where this part of the key is written.</param>
/// <param name="Value">The value.</param>
public sealed record TomlEntry(string Key, TomlPosition KeyPosition, TomlValue Value);

/// <summary>What made a table: it decides who may add to it.</summary>
internal enum TableOrigin
{
    /// <summary>The way to a header: <c>a</c> in <c>[a.b]</c>. Its own header may still follow.</summary>
    Implicit,

    /// <summary>Its own header (or it is the root).</summary>
    Header,

    /// <summary>The way to a dotted key. Dotted keys may add to it, a header may not reopen it.</summary>
    Dotted,

    /// <summary>Braces. Nothing may add to it.</summary>
    Inline,
}
