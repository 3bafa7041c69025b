using System.Globalization;

namespace Sylk.LoadClient;

/// <summary>The command line: names of scenarios, and <c>--name value</c>.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = [];

    public Options(string[] arguments)
    {
        var scenarios = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                scenarios.Add(arguments[i]);
            }
            else if (i + 1 < arguments.Length)
            {
                _values[arguments[i][2..]] = arguments[++i];
            }
        }

        Scenarios = scenarios;
    }

    /// <summary>What to run; empty means everything.</summary>
    public IReadOnlyList<string> Scenarios { get; }

    /// <summary>How often everything is measured.</summary>
    public int Rounds => Number("rounds", 3);

    /// <summary>Seconds of one measurement of a steady state.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Number("seconds", 10));

    /// <summary>Address of the browsers' media: not a loopback device, which Janus does not use.</summary>
    public string MediaAddress => _values.GetValueOrDefault("media-address", "127.0.0.1");

    /// <summary>The only server to measure; <c>null</c> means all.</summary>
    public string? Server => _values.GetValueOrDefault("server");

    /// <summary>Directory of the built server.</summary>
    public string ServerDirectory => _values.GetValueOrDefault("server-dir", Path.Combine(AppContext.BaseDirectory, "../../Sylk.Server/release"));

    /// <summary>Messages in the largest store of <c>big-store</c>.</summary>
    public int Largest => Number("largest", 1_000_000);

    /// <summary>The database of <c>big-store</c>: <c>sqlite</c> or <c>postgres</c>.</summary>
    public string Store => _values.GetValueOrDefault("store", "sqlite");

    private int Number(string name, int fallback) =>
        _values.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : fallback;
}
