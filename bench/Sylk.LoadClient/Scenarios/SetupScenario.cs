using System.Net.WebSockets;
using Sylk.LoadClient.Reporting;
using Sylk.LoadClient.Servers;

namespace Sylk.LoadClient.Scenarios;

/// <summary>Calls made one after the other, then ten at a time: CPU of the server for a whole call (set up, hung up at the first
/// packet that came back), and time from the offer to that packet. Connecting ten users is part of it.</summary>
internal sealed class SetupScenario : IScenario
{
    public string Name => "setup";

    public IReadOnlyList<ServerKind> Servers { get; } = [ServerKind.Janus, ServerKind.Sylk];

    public IReadOnlyList<Target> Targets { get; } =
    [
        new("1 at a time: CPU ms/call", 2.5),
        new("1 at a time: offer to RTP p50 ms", 20),
        new("10 at a time: CPU ms/call", 2.5),
        new("10 at a time: offer to RTP p50 ms", 100),
    ];

    public async Task RunAsync(RunningServer server, Options options, Results results)
    {
        await using var rig = await CallRig.StartAsync(server, options);
        await rig.WarmUpAsync(users: 100, callsEach: 3);
        foreach (var (together, callsEach) in new[] { (1, 100), (10, 20) })
        {
            var before = server.Figures.CpuSeconds;
            var callers = await Task.WhenAll(Enumerable.Range(0, together).Select(_ => CallAsync(rig, callsEach)));
            var cpu = server.Figures.CpuSeconds - before;
            var times = callers.SelectMany(c => c).OfType<long>().Order().ToList();
            results.Add($"{together} at a time: CPU ms/call", cpu * 1000 / times.Count);
            results.Add($"{together} at a time: offer to RTP p50 ms", times[times.Count / 2] / 1000.0);
            results.Add($"{together} at a time: offer to RTP p90 ms", times[times.Count * 9 / 10] / 1000.0);
            results.Add($"{together} at a time: failed calls", (together * callsEach) - times.Count);
        }
    }

    /// <summary>Makes calls one after the other.</summary>
    /// <returns>The time each took; null where it failed, as Janus's do when many begin at once.</returns>
    private static async Task<List<long?>> CallAsync(CallRig rig, int calls)
    {
        var times = new List<long?>();
        var user = await rig.ConnectUserAsync();
        for (var i = 0; i < calls; i++)
        {
            try
            {
                var call = await rig.CallAsync(user);
                times.Add(call.SetupMicroseconds);
                await rig.HangUpAsync(call);
            }
            catch (Exception e) when (e is InvalidOperationException or TimeoutException or WebSocketException)
            {
                times.Add(null);
                await user.DisposeAsync();
                user = await rig.ConnectUserAsync();
            }
        }

        await user.DisposeAsync();
        return times;
    }
}
