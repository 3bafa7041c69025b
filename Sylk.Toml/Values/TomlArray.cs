namespace Sylk.Toml;

/// <summary>An array, or an array of tables.</summary>
public sealed class TomlArray : TomlValue
{
    private readonly List<TomlValue> _items = [];

    internal TomlArray(TomlPosition position, bool isOfTables) : base(position) => IsOfTables = isOfTables;

    /// <summary>Whether it was made by <c>[[headers]]</c>.</summary>
    public bool IsOfTables { get; }

    /// <summary>Its items.</summary>
    public IReadOnlyList<TomlValue> Items => _items;

    /// <inheritdoc />
    public override string KindName => IsOfTables ? "an array of tables" : "an array";

    internal void Add(TomlValue item) => _items.Add(item);
}
