using System.Globalization;

namespace Sylk.LoadClient;

/// <summary>Command line: <c>SCENARIO --name value …</c>.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = [];

    public Options(string[] arguments)
    {
        Scenario = arguments.FirstOrDefault() ?? "";
        for (var i = 1; i + 1 < arguments.Length; i += 2)
        {
            _values[arguments[i].TrimStart('-')] = arguments[i + 1];
        }
    }

    public string Scenario { get; }

    public string this[string name] => _values.TryGetValue(name, out var value) ? value : throw new ArgumentException($"--{name} is missing");

    public int Number(string name, int fallback) =>
        _values.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : fallback;

    public bool IsJanus => this["gateway"] == "janus";
}
