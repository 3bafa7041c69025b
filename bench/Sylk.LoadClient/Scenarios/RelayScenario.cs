using Sylk.LoadClient.Endpoints;

namespace Sylk.LoadClient.Scenarios;

/// <summary>N audio calls, 50 packets a second each way: CPU of the server for each packet it relays, and time under way.</summary>
internal static class RelayScenario
{
    public static async Task<object> RunAsync(Options options)
    {
        int count = options.Number("calls", 25), seconds = options.Number("seconds", 10);
        await using var rig = await CallRig.StartAsync(options);
        for (var i = 0; i < count; i++)
        {
            await rig.CallAsync(await rig.ConnectUserAsync(i));
        }

        await Task.Delay(TimeSpan.FromSeconds(options.Number("warmup", 3)));
        var peers = rig.Calls.Select(c => c.Peer).ToArray();
        var before = await rig.Engine.InvokeAsync(() =>
        {
            Array.ForEach(peers, p => p.Latencies.Clear());
            return (Sent: peers.Sum(p => p.Sent), Received: peers.Sum(p => p.Received), Faults: peers.Sum(p => p.Faults), Cpu: rig.Server.CpuSeconds);
        });
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var after = await rig.Engine.InvokeAsync(() =>
            (Sent: peers.Sum(p => p.Sent), Received: peers.Sum(p => p.Received), Faults: peers.Sum(p => p.Faults), Cpu: rig.Server.CpuSeconds));
        var latencies = new Latencies();
        Array.ForEach(peers, p => latencies.Add(p.Latencies));
        long sent = after.Sent - before.Sent, received = after.Received - before.Received;
        return new
        {
            scenario = "relay",
            gateway = options["gateway"],
            calls = count,
            sent,
            received,
            faults = after.Faults - before.Faults,
            cpu_us_per_packet = Math.Round((after.Cpu - before.Cpu) * 1e6 / (sent + received), 2),
            round_trip_us_p50 = latencies.Percentile(0.5),
            round_trip_us_p99 = latencies.Percentile(0.99),
        };
    }
}
