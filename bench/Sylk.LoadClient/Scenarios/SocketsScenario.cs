using System.Text.Json;
using System.Text.Json.Nodes;
using Sylk.LoadClient.Reporting;
using Sylk.LoadClient.Servers;
using Sylk.LoadClient.Signalling;

namespace Sylk.LoadClient.Scenarios;

/// <summary>Pings, alone and pipelined; many accounts on one connection; then idle WebSockets with an account each. Only this
/// server's own protocol.</summary>
internal sealed class SocketsScenario : IScenario
{
    private const int Pings = 10_000;
    private const int Accounts = 1_000;
    private const int Sockets = 10_000;

    private static readonly byte[] _ping = """{"sylkrtc":"ping","transaction":"p"}"""u8.ToArray();

    public string Name => "sockets";

    public IReadOnlyList<ServerKind> Servers { get; } = [ServerKind.Sylk];

    public IReadOnlyList<Target> Targets { get; } =
    [
        new("lone ping us", 60),
        new("pipelined ping us", 20),
        new("1,000 account-add CPU s", 0.1),
        new("kB/socket", 14),
    ];

    public async Task RunAsync(RunningServer server, Options options, Results results)
    {
        for (var i = 0; i < 200; i++)
        {
            await using var user = await server.ConnectUserAsync($"warm{i}");
        }

        await using var socket = new JsonSocket();
        await socket.ConnectAsync(server.WebSocket, "sylkRTC-2");
        await socket.WaitAsync(m => m.GetProperty("sylkrtc").GetString() == "ready-event", "ready-event");
        await PingAsync(socket, together: 1);
        await PingAsync(socket, together: 100);
        await AskForAllAsync(socket, "account-add");
        await AskForAllAsync(socket, "account-remove");

        var before = server.Figures.CpuSeconds;
        await PingAsync(socket, together: 1);
        results.Add("lone ping us", (server.Figures.CpuSeconds - before) * 1e6 / Pings);
        before = server.Figures.CpuSeconds;
        await PingAsync(socket, together: 100);
        results.Add("pipelined ping us", (server.Figures.CpuSeconds - before) * 1e6 / Pings);
        before = server.Figures.CpuSeconds;
        await AskForAllAsync(socket, "account-add");
        results.Add("1,000 account-add CPU s", (server.Figures.CpuSeconds - before) * 1000 / Accounts);
        await AskForAllAsync(socket, "account-remove");

        await Task.Delay(TimeSpan.FromSeconds(2));
        var memory = server.Figures.Resident;
        results.Add("MB before", memory / 1e6);
        before = server.Figures.CpuSeconds;
        var users = new List<IGatewayUser>(Sockets);
        for (var i = 0; i < Sockets; i++)
        {
            users.Add(await server.ConnectUserAsync($"idle{i}"));
        }

        results.Add("connect and account-add CPU us", (server.Figures.CpuSeconds - before) * 1e6 / Sockets);
        await Task.Delay(TimeSpan.FromSeconds(5));
        results.Add("kB/socket", (server.Figures.Resident - memory) / 1e3 / Sockets);
        before = server.Figures.CpuSeconds;
        await Task.Delay(options.Duration);
        results.Add("CPU share of 10,000 idle", (server.Figures.CpuSeconds - before) / options.Duration.TotalSeconds);
        foreach (var user in users)
        {
            await user.DisposeAsync();
        }
    }

    private static async Task PingAsync(JsonSocket socket, int together)
    {
        for (var i = 0; i < Pings; i += together)
        {
            for (var j = 0; j < together; j++)
            {
                await socket.SendAsync(_ping);
            }

            for (var j = 0; j < together; j++)
            {
                await socket.WaitAsync(IsAck, "ack");
            }
        }
    }

    private static async Task AskForAllAsync(JsonSocket socket, string request)
    {
        for (var i = 0; i < Accounts; i++)
        {
            await socket.SendAsync(new JsonObject
            {
                ["sylkrtc"] = request,
                ["transaction"] = "a",
                ["account"] = $"many{i}@load.invalid",
                ["password"] = "00112233445566778899aabbccddeeff",
                ["display_name"] = "Load",
                ["user_agent"] = "load",
            });
            await socket.WaitAsync(IsAck, "ack");
        }
    }

    private static bool IsAck(JsonElement message) => message.GetProperty("sylkrtc").GetString() == "ack";
}
