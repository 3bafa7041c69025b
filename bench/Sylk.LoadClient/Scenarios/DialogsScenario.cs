using Sylk.LoadClient.Endpoints;
using Sylk.LoadClient.Reporting;
using Sylk.LoadClient.Servers;

namespace Sylk.LoadClient.Scenarios;

/// <summary>The home domain's proxy between two SIPps: 200 new calls a second, each challenged, answered, held for 25 seconds
/// and hung up, so that 5,000 dialogs are up at any time.</summary>
internal sealed class DialogsScenario : IScenario
{
    private const int CalleePort = 25060;
    private const int CallerPort = 25070;
    private const int RegisterPort = 25080;
    private const int CallsPerSecond = 200;
    private const int HoldSeconds = 25;

    public string Name => "dialogs";

    public IReadOnlyList<ServerKind> Servers { get; } = [ServerKind.Sylk];

    public IReadOnlyList<Target> Targets { get; } = [new("CPU share", 1), new("MB", 1000), new("failed calls", 0)];

    public async Task RunAsync(RunningServer server, Options options, Results results)
    {
        using (var register = new SippProcess("register", RegisterPort, SylkSettings.SipPort, "-m", "1", "-key", "callee_port", $"{CalleePort}"))
        {
            if (await register.WaitAsync() != 0)
            {
                throw new InvalidOperationException("The callee could not register.");
            }
        }

        using var callee = new SippProcess("callee", CalleePort, SylkSettings.SipPort);
        using var caller = new SippProcess("caller", CallerPort, SylkSettings.SipPort, "-r", $"{CallsPerSecond}", "-l", $"{CallsPerSecond * HoldSeconds * 2}", "-d", $"{HoldSeconds * 1000}");
        await Task.Delay(TimeSpan.FromSeconds(HoldSeconds + 10));
        var (cpu, calls) = (server.Figures.CpuSeconds, caller.Read("TotalCallCreated"));
        await Task.Delay(options.Duration);
        results.Add("CPU share", (server.Figures.CpuSeconds - cpu) / options.Duration.TotalSeconds);
        results.Add("new calls/s", (caller.Read("TotalCallCreated") - calls) / options.Duration.TotalSeconds);
        results.Add("dialogs", caller.Read("CurrentCall"));
        results.Add("MB", server.Figures.Resident / 1e6);
        results.Add("failed calls", caller.Read("FailedCall(C)"));
        results.Add("retransmissions of the caller", caller.Read("Retransmissions(C)"));
    }
}
