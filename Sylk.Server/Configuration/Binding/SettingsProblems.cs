namespace Sylk.Server.Configuration.Binding;

/// <summary>The mistakes of all settings files.</summary>
internal sealed class SettingsProblems
{
    private readonly List<SettingsProblem> _items = [];

    public int Count => _items.Count;

    /// <summary>The mistakes file by file, each file from top to bottom.</summary>
    public IEnumerable<SettingsProblem> InOrder => _items
        .GroupBy(p => p.Location.Source)
        .SelectMany(g => g.OrderBy(p => p.Location.Position?.Line).ThenBy(p => p.Location.Position?.Column));

    public void Add(SettingsLocation location, string message) => _items.Add(new(location, message));
}

/// <summary>A mistake.</summary>
internal sealed record SettingsProblem(SettingsLocation Location, string Message)
{
    public override string ToString() => $"{Location}: {Message}";
}
