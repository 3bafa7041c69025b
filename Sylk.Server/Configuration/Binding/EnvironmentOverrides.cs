using System.Collections;

namespace Sylk.Server.Configuration.Binding;

/// <summary>Variables <c>SYLK__SECTION__KEY</c>, which win over the files. Their text is a TOML value; a string needs no quotes.</summary>
internal sealed class EnvironmentOverrides
{
    public const string Prefix = "SYLK__";
    private readonly Dictionary<string, EnvironmentOverride> _byKey;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public EnvironmentOverrides(IDictionary environment)
    {
        var all = from DictionaryEntry entry in environment
                  let name = (string)entry.Key
                  where name.StartsWith(Prefix, StringComparison.Ordinal)
                  orderby name
                  select new EnvironmentOverride(name, (string?)entry.Value ?? "");
        _byKey = new(StringComparer.Ordinal);
        foreach (var item in all)
        {
            _byKey.TryAdd(item.Variable[Prefix.Length..].Replace("__", ".", StringComparison.Ordinal).ToLowerInvariant(), item);
        }
    }

    public static EnvironmentOverrides None { get; } = new(new Hashtable());

    /// <summary>The variable for a key, for instance <c>sip.udp_port</c>.</summary>
    public EnvironmentOverride? Take(string key)
    {
        if (!_byKey.TryGetValue(key, out var item))
        {
            return null;
        }

        _used.Add(key);
        return item;
    }

    /// <summary>Reports the variables nobody asked for.</summary>
    public void ReportUnused(SettingsProblems problems)
    {
        foreach (var (key, item) in _byKey)
        {
            if (!_used.Contains(key))
            {
                problems.Add(item.Location, $"there is no setting '{key}'");
            }
        }
    }
}

/// <summary>A variable and its text.</summary>
internal sealed record EnvironmentOverride(string Variable, string Text)
{
    public SettingsLocation Location => SettingsLocation.Variable(Variable);
}
