using Sylk.LoadClient.Signalling;

namespace Sylk.LoadClient.Scenarios;

/// <summary>Calls made one after the other, or several at a time: CPU of the server up to the first packet, and time from
/// the offer to the first packet back. Users are connected before; hanging up counts as part of the call's CPU.</summary>
internal static class SetupScenario
{
    public static async Task<object> RunAsync(Options options)
    {
        int count = options.Number("calls", 50), together = options.Number("together", 1), warmup = options.Number("warmup", 10);
        await using var rig = await CallRig.StartAsync(options);
        var users = new List<IGatewayUser>();
        for (var i = 0; i < together; i++)
        {
            users.Add(await rig.ConnectUserAsync(i));
        }

        async Task CallAsync(IGatewayUser user, int calls, List<long>? times)
        {
            for (var i = 0; i < calls; i++)
            {
                var call = await rig.CallAsync(user);
                if (times is not null)
                {
                    lock (times)
                    {
                        times.Add(call.SetupMicroseconds);
                    }
                }

                await rig.HangUpAsync(call);
            }
        }

        await Task.WhenAll(users.Select(u => CallAsync(u, warmup, null)));
        var times = new List<long>();
        var before = rig.Server.CpuSeconds;
        await Task.WhenAll(users.Select(u => CallAsync(u, count / together, times)));
        var cpu = rig.Server.CpuSeconds - before;
        times.Sort();
        return new
        {
            scenario = "setup",
            gateway = options["gateway"],
            together,
            calls = times.Count,
            cpu_ms_per_call = Math.Round(cpu * 1000 / times.Count, 2),
            first_packet_ms_p50 = times[times.Count / 2] / 1000.0,
            first_packet_ms_p90 = times[times.Count * 9 / 10] / 1000.0,
        };
    }
}
