using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sylk.LoadClient.Signalling;

namespace Sylk.LoadClient.Scenarios;

/// <summary>Idle WebSockets with an account each; pings, alone and pipelined; many accounts on one connection. Only this
/// server's own protocol.</summary>
internal static class SocketsScenario
{
    public static async Task<object> RunAsync(Options options)
    {
        int count = options.Number("sockets", 10_000), pings = options.Number("pings", 10_000), accounts = options.Number("accounts", 1_000);
        var server = new ServerProcess(options.Number("pid", 0));
        var uri = new Uri(options["url"]);
        for (var i = 0; i < 200; i++)
        {
            await using var user = new SylkUser(uri, $"warm{i}@load.invalid");
            await user.ConnectAsync();
        }

        await using var socket = new JsonSocket();
        await socket.ConnectAsync(uri, "sylkRTC-2");
        await socket.WaitAsync(m => m.GetProperty("sylkrtc").GetString() == "ready-event", "ready-event");
        await PingAsync(socket, pings, 1);
        await PingAsync(socket, pings, 100);
        var before = server.CpuSeconds;
        await PingAsync(socket, pings, 1);
        var lone = (server.CpuSeconds - before) * 1e6 / pings;
        before = server.CpuSeconds;
        await PingAsync(socket, pings, 100);
        var pipelined = (server.CpuSeconds - before) * 1e6 / pings;
        before = server.CpuSeconds;
        for (var i = 0; i < accounts; i++)
        {
            await socket.SendAsync(new JsonObject { ["sylkrtc"] = "account-add", ["transaction"] = "a", ["account"] = $"many{i}@load.invalid", ["password"] = "00112233445566778899aabbccddeeff", ["display_name"] = "Load", ["user_agent"] = "load" });
            await socket.WaitAsync(IsAck, "ack");
        }

        var adding = server.CpuSeconds - before;
        await Task.Delay(2000);
        var memory = server.Resident;
        var users = new List<SylkUser>(count);
        for (var i = 0; i < count; i++)
        {
            var user = new SylkUser(new UriBuilder(uri) { Host = $"127.0.{1 + (i / 20_000)}.1" }.Uri, $"u{i}@load.invalid");
            await user.ConnectAsync();
            users.Add(user);
        }

        await Task.Delay(5000);
        var each = (server.Resident - memory) / 1024.0 / count;
        before = server.CpuSeconds;
        var clock = Stopwatch.StartNew();
        await Task.Delay(10_000);
        var idle = (server.CpuSeconds - before) / clock.Elapsed.TotalSeconds;
        foreach (var user in users)
        {
            await user.DisposeAsync();
        }

        return new
        {
            scenario = "sockets",
            gateway = options["gateway"],
            sockets = count,
            kilobytes_per_socket = Math.Round(each, 2),
            idle_cpu_share = Math.Round(idle, 4),
            lone_ping_us = Math.Round(lone, 1),
            pipelined_ping_us = Math.Round(pipelined, 1),
            thousand_account_add_cpu_s = Math.Round(adding * 1000 / accounts, 3),
            resident_megabytes = server.Resident >> 20,
        };
    }

    private static async Task PingAsync(JsonSocket socket, int count, int together)
    {
        var ping = """{"sylkrtc":"ping","transaction":"p"}"""u8.ToArray();
        for (var i = 0; i < count; i += together)
        {
            for (var j = 0; j < together; j++)
            {
                await socket.SendAsync(ping);
            }

            for (var j = 0; j < together; j++)
            {
                await socket.WaitAsync(IsAck, "ack");
            }
        }
    }

    private static bool IsAck(JsonElement message) => message.GetProperty("sylkrtc").GetString() == "ack";
}
