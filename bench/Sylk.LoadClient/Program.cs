using System.Net.WebSockets;
using Sylk.LoadClient;
using Sylk.LoadClient.BigStore;
using Sylk.LoadClient.Reporting;
using Sylk.LoadClient.Scenarios;
using Sylk.LoadClient.Servers;

if (args is [Crowd.Command, var url])
{
    await Crowd.RunAsync(new(url));
    return;
}

// Runs each scenario against each of its servers in turn, several rounds, and prints medians and ratios. See bench/README.md.
IScenario[] all = [new RelayScenario(), new SetupScenario(), new IdleCallsScenario(), new SocketsScenario(), new DialogsScenario(), new CompanyScenario(), new MessagesScenario(), new SyncScenario()];
var options = new Options(args);
if (options.Scenarios is [BigStoreCommand.Command])
{
    await BigStoreCommand.RunAsync(options);
    return;
}

var scenarios = options.Scenarios.Count == 0
    ? all
    : [.. options.Scenarios.Select(name => all.FirstOrDefault(s => s.Name == name)
        ?? throw new ArgumentException($"There is no scenario {name}; there are: {string.Join(", ", all.Select(s => s.Name))}."))];
var report = new Report();
for (var round = 1; round <= options.Rounds; round++)
{
    foreach (var scenario in scenarios)
    {
        foreach (var kind in scenario.Servers.Where(s => options.Server is null || options.Server == s.Name))
        {
            Console.Error.WriteLine($"round {round} of {options.Rounds}: {scenario.Name}, {kind.Name}");
            await using var server = await RunningServer.StartAsync(kind, options);
            try
            {
                await scenario.RunAsync(server, options, new Results(report, scenario, kind));
            }
            catch (Exception e) when (e is InvalidOperationException or TimeoutException or IOException or WebSocketException)
            {
                Console.Error.WriteLine($"{e.Message}\n{server.LogTail}");
            }
        }
    }
}

report.Print(Console.Out, scenarios);
