using Sylk.LoadClient.Reporting;
using Sylk.LoadClient.Servers;

namespace Sylk.LoadClient.Scenarios;

/// <summary>A kind of work whose cost is measured.</summary>
internal interface IScenario
{
    string Name { get; }

    /// <summary>The servers that are measured, in this order.</summary>
    IReadOnlyList<ServerKind> Servers { get; }

    IReadOnlyList<Target> Targets { get; }

    /// <summary>Works on a server that was just started.</summary>
    Task RunAsync(RunningServer server, Options options, Results results);
}
