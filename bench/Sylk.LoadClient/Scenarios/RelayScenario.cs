using Sylk.LoadClient.Reporting;
using Sylk.LoadClient.Servers;

namespace Sylk.LoadClient.Scenarios;

/// <summary>Audio calls from browsers to a plain phone, 50 packets a second each way: CPU of the server for each packet it
/// relays, and time under way through it. The largest number of calls first, so that the fewer ones meet a warm server.</summary>
internal sealed class RelayScenario : IScenario
{
    // Until the server's just-in-time compiler has done with what the calls made hot.
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(5);

    public string Name => "relay";

    public IReadOnlyList<ServerKind> Servers { get; } = [ServerKind.Janus, ServerKind.Sylk];

    public IReadOnlyList<Target> Targets { get; } =
    [
        new("50 calls: CPU us/packet", 0.4, IsRatio: true),
        new("25 calls: CPU us/packet", 0.4, IsRatio: true),
        new("1 calls: CPU us/packet", 0.5, IsRatio: true),
        new("50 calls: up p99 us", 1000),
        new("50 calls: down p99 us", 1000),
    ];

    public async Task RunAsync(RunningServer server, Options options, Results results)
    {
        await using var rig = await CallRig.StartAsync(server, options);
        await rig.WarmUpAsync(users: 100, callsEach: 3);
        for (var i = 0; i < 50; i++)
        {
            await rig.CallAsync(await rig.ConnectUserAsync());
        }

        await Task.Delay(_warmUp);
        foreach (var count in (int[])[50, 25, 10, 1])
        {
            while (rig.Calls.Count > count)
            {
                await rig.HangUpAsync(rig.Calls[^1]);
            }

            await Task.Delay(_settling);
            var before = await ReadAsync(rig, server, clear: true);
            await Task.Delay(options.Duration);
            var after = await ReadAsync(rig, server, clear: false);
            long sent = after.Sent - before.Sent, received = after.Received - before.Received;
            results.Add($"{count} calls: CPU us/packet", (after.Cpu - before.Cpu) * 1e6 / (sent + received));
            foreach (var (way, times) in new[] { ("up", rig.Up), ("down", rig.Down) })
            {
                results.Add($"{count} calls: {way} p50 us", times.Percentile(0.5));
                results.Add($"{count} calls: {way} p99 us", times.Percentile(0.99));
            }

            results.Add($"{count} calls: lost or wrong", sent - received + after.Faults - before.Faults);
        }
    }

    private static Task<Reading> ReadAsync(CallRig rig, RunningServer server, bool clear) => rig.Engine.InvokeAsync(() =>
    {
        if (clear)
        {
            rig.Up.Clear();
            rig.Down.Clear();
        }

        var peers = rig.Calls.Select(c => c.Peer).ToList();
        return new Reading(peers.Sum(p => p.Sent), peers.Sum(p => p.Received), peers.Sum(p => p.Faults), server.Figures.CpuSeconds);
    });

    private readonly record struct Reading(long Sent, long Received, long Faults, double Cpu);
}
