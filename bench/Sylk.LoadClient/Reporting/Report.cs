using System.Globalization;
using Sylk.LoadClient.Scenarios;
using Sylk.LoadClient.Servers;

namespace Sylk.LoadClient.Reporting;

/// <summary>All figures of all rounds; shows the median of each.</summary>
internal sealed class Report
{
    private readonly Dictionary<(string Scenario, string Figure, string Server), List<double>> _values = [];
    private readonly List<(string Scenario, string Figure)> _figures = [];

    public void Add(IScenario scenario, ServerKind server, string figure, double value)
    {
        if (!_figures.Contains((scenario.Name, figure)))
        {
            _figures.Add((scenario.Name, figure));
        }

        var key = (scenario.Name, figure, server.Name);
        if (!_values.TryGetValue(key, out var values))
        {
            _values[key] = values = [];
        }

        values.Add(value);
    }

    /// <summary>Prints a table for each scenario: a column for each server, then ratio and target where there are such.</summary>
    public void Print(TextWriter output, IEnumerable<IScenario> scenarios)
    {
        foreach (var scenario in scenarios)
        {
            var hasRatio = scenario.Servers.Contains(ServerKind.Janus);
            string[] columns = ["figure", .. scenario.Servers.Select(s => s.Name), .. hasRatio ? (string[])["ratio"] : [], "target"];
            output.WriteLine($"\n### {scenario.Name}\n\n| {string.Join(" | ", columns)} |\n|{string.Concat(columns.Select(_ => " --- |"))}");
            foreach (var (_, figure) in _figures.Where(f => f.Scenario == scenario.Name))
            {
                var medians = scenario.Servers.Select(s => Median(scenario, figure, s)).ToArray();
                double? ratio = hasRatio ? Median(scenario, figure, ServerKind.Sylk) / Median(scenario, figure, ServerKind.Janus) : null;
                string[] cells =
                [
                    figure,
                    .. medians.Select(Format),
                    .. hasRatio ? (string[])[Format(ratio)] : [],
                    Verdict(scenario.Targets.FirstOrDefault(t => t.Figure == figure), Median(scenario, figure, ServerKind.Sylk), ratio),
                ];
                output.WriteLine($"| {string.Join(" | ", cells)} |");
            }
        }
    }

    public static string Format(double? value) => value switch
    {
        null or double.NaN => "-",
        >= 100 => value.Value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private static string Verdict(Target? target, double? value, double? ratio)
    {
        if (target is null)
        {
            return "";
        }

        var measured = target.IsRatio ? ratio : value;
        var text = $"{(target.IsRatio ? "ratio " : "")}{target.Limit.ToString(CultureInfo.InvariantCulture)}";
        return measured is null ? text : $"{text}: {(measured <= target.Limit ? "met" : "missed")}";
    }

    private double? Median(IScenario scenario, string figure, ServerKind server) =>
        _values.TryGetValue((scenario.Name, figure, server.Name), out var values) ? values.Order().ElementAt(values.Count / 2) : null;
}
