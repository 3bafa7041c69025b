using System.Globalization;
using Sylk.LoadClient.Scenarios;
using Sylk.LoadClient.Servers;

namespace Sylk.LoadClient.Reporting;

/// <summary>Where one run puts its figures.</summary>
internal sealed class Results(Report report, IScenario scenario, ServerKind server)
{
    /// <param name="figure">Name with unit.</param>
    /// <param name="value">The value.</param>
    public void Add(string figure, double value)
    {
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {figure}: {Report.Format(value)}"));
        report.Add(scenario, server, figure, value);
    }
}
