using Sylk.LoadClient.Reporting;
using Sylk.LoadClient.Servers;
using Sylk.LoadClient.Signalling;

namespace Sylk.LoadClient.Scenarios;

/// <summary>Calls made one after the other, then ten at a time: CPU of the server for a whole call (set up, hung up at the first
/// packet that came back), and time from the offer to that packet. The users are connected before.</summary>
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
            var users = new List<IGatewayUser>();
            for (var i = 0; i < together; i++)
            {
                users.Add(await rig.ConnectUserAsync());
            }

            var before = server.Figures.CpuSeconds;
            var times = (await Task.WhenAll(users.Select(user => CallAsync(rig, user, callsEach)))).SelectMany(t => t).Order().ToList();
            var cpu = server.Figures.CpuSeconds - before;
            results.Add($"{together} at a time: CPU ms/call", cpu * 1000 / times.Count);
            results.Add($"{together} at a time: offer to RTP p50 ms", times[times.Count / 2] / 1000.0);
            results.Add($"{together} at a time: offer to RTP p90 ms", times[times.Count * 9 / 10] / 1000.0);
            foreach (var user in users)
            {
                await user.DisposeAsync();
            }
        }
    }

    private static async Task<List<long>> CallAsync(CallRig rig, IGatewayUser user, int calls)
    {
        var times = new List<long>();
        for (var i = 0; i < calls; i++)
        {
            var call = await rig.CallAsync(user);
            times.Add(call.SetupMicroseconds);
            await rig.HangUpAsync(call);
        }

        return times;
    }
}
