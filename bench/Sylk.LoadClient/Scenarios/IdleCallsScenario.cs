using Sylk.LoadClient.Reporting;
using Sylk.LoadClient.Servers;

namespace Sylk.LoadClient.Scenarios;

/// <summary>Established calls without packets: memory and threads of each, the caller's WebSocket included.</summary>
internal sealed class IdleCallsScenario : IScenario
{
    private const int Count = 400;

    public string Name => "idle-calls";

    public IReadOnlyList<ServerKind> Servers { get; } = [ServerKind.Janus, ServerKind.Sylk];

    public IReadOnlyList<Target> Targets { get; } = [new("kB/call", 60), new("threads/call", 0.01)];

    public async Task RunAsync(RunningServer server, Options options, Results results)
    {
        await using var rig = await CallRig.StartAsync(server, options);
        await rig.WarmUpAsync(users: 100, callsEach: 3);
        await Task.Delay(TimeSpan.FromSeconds(2));
        long memory = server.Figures.Resident, threads = server.Figures.Threads;
        results.Add("MB before", memory / 1e6);
        for (var i = 0; i < Count; i++)
        {
            (await rig.CallAsync(await rig.ConnectUserAsync())).Peer.IsSending = false;
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
        results.Add("kB/call", (server.Figures.Resident - memory) / 1e3 / Count);
        results.Add("threads/call", (server.Figures.Threads - threads) / (double)Count);
        var before = server.Figures.CpuSeconds;
        await Task.Delay(options.Duration);
        results.Add("CPU us/call and second", (server.Figures.CpuSeconds - before) * 1e6 / options.Duration.TotalSeconds / Count);
    }
}
