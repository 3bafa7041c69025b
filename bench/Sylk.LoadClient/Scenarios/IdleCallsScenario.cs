namespace Sylk.LoadClient.Scenarios;

/// <summary>Established calls without packets: memory and threads of each.</summary>
internal static class IdleCallsScenario
{
    public static async Task<object> RunAsync(Options options)
    {
        var count = options.Number("calls", 100);
        await using var rig = await CallRig.StartAsync(options);
        for (var i = 0; i < 20; i++)
        {
            await rig.HangUpAsync(await rig.CallAsync(await rig.ConnectUserAsync(1_000 + i)));
        }

        await Task.Delay(TimeSpan.FromSeconds(2));
        long memory = rig.Server.Resident, threads = rig.Server.Threads;
        for (var i = 0; i < count; i++)
        {
            (await rig.CallAsync(await rig.ConnectUserAsync(i))).Peer.IsSending = false;
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
        return new
        {
            scenario = "idle-calls",
            gateway = options["gateway"],
            calls = count,
            kilobytes_per_call = Math.Round((rig.Server.Resident - memory) / 1024.0 / count, 1),
            threads_per_call = Math.Round((rig.Server.Threads - threads) / (double)count, 2),
            resident_megabytes = rig.Server.Resident >> 20,
        };
    }
}
