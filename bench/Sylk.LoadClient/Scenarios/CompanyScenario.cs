using Sylk.LoadClient.Reporting;
using Sylk.LoadClient.Servers;

namespace Sylk.LoadClient.Scenarios;

/// <summary>Fifty calls in the company of 5,000 WebSockets with a request each a second, under several settings of the
/// runtime: a collection stops the media thread too, and shows as time under way.</summary>
internal sealed class CompanyScenario : IScenario
{
    private const int Calls = 50;

    public string Name => "company";

    public IReadOnlyList<ServerKind> Servers { get; } =
    [
        Kind("this server"),
        Kind("not concurrent", ("DOTNET_gcConcurrent", "0")),
        Kind("server GC", ("DOTNET_gcServer", "1")),
        Kind("gen0 4 MB", ("DOTNET_GCgen0size", "400000")),
        Kind("gen0 64 MB", ("DOTNET_GCgen0size", "4000000")),
        Kind("conserve memory", ("DOTNET_GCConserveMemory", "5")),
        Kind("no tiered PGO", ("DOTNET_TieredPGO", "0")),
    ];

    public IReadOnlyList<Target> Targets { get; } = [];

    public async Task RunAsync(RunningServer server, Options options, Results results)
    {
        await using var rig = await CallRig.StartAsync(server, options);
        await rig.WarmUpAsync(users: 100, callsEach: 3);
        for (var i = 0; i < Calls; i++)
        {
            await rig.CallAsync(await rig.ConnectUserAsync());
        }

        using var crowd = await Crowd.StartAsync(server.WebSocket);
        await Task.Delay(TimeSpan.FromSeconds(20));
        await rig.Engine.InvokeAsync(() =>
        {
            rig.Up.Clear();
            rig.Down.Clear();
        });
        var before = server.Figures.CpuSeconds;
        await Task.Delay(options.Duration);
        results.Add("CPU share", (server.Figures.CpuSeconds - before) / options.Duration.TotalSeconds);
        results.Add("MB", server.Figures.Resident / 1e6);
        await rig.Engine.InvokeAsync(() =>
        {
            foreach (var (way, times) in new[] { ("up", rig.Up), ("down", rig.Down) })
            {
                results.Add($"{way} p50 us", times.Percentile(0.5));
                results.Add($"{way} p99 us", times.Percentile(0.99));
                results.Add($"{way} p99.9 us", times.Percentile(0.999));
                results.Add($"{way} longest us", times.Percentile(1));
            }
        });
    }

    private static ServerKind Kind(string name, params (string Name, string Value)[] environment) =>
        new(name, environment) { Processors = "0,1" };
}
