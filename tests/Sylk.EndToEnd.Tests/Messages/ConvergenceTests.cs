using System.Net.WebSockets;
using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.Storage.Tests.Support;

namespace Sylk.EndToEnd.Tests.Messages;

/// <summary>Whatever the devices of three accounts do at the same time, with connections that break in between: in the end all
/// devices of an account know the same, and that is what a new device is told.</summary>
public sealed class ConvergenceTests
{
    private const int DevicesEach = 3;
    private const int Steps = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task With_SQLite(int seed)
    {
        await using var server = await SylkServer.StartAsync();
        await ConvergeAsync(server, seed);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task With_PostgreSQL(int seed)
    {
        await using var postgres = await PostgresServer.CreateAsync();
        await postgres.StartAsync();
        var connection = await postgres.CreateDatabaseAsync();
        await using var server = await SylkServer.StartAsync(new SettingChange("sylk.toml", "[store]", $"[store]\npostgres = \"{connection}\""));
        await ConvergeAsync(server, seed);
    }

    [Fact]
    public async Task Also_when_the_server_is_killed_again_and_again()
    {
        await using var server = await SylkServer.StartAsync();
        await ConvergeAsync(server, seed: 7, kills: 3);
    }

    private static async Task ConvergeAsync(SylkServer server, int seed, int kills = 0)
    {
        string[] accounts = [server.TakeAccount(), server.TakeAccount(), server.TakeAccount()];
        List<Device> devices = [.. accounts.SelectMany(a => Enumerable.Range(0, DevicesEach).Select(_ => new Device(server.Page, a)))];
        try
        {
            await Task.WhenAll(devices.Select(d => d.ConnectAsync()));
            for (var round = 0; round <= kills; round++)
            {
                var acting = Task.WhenAll(devices.Select((d, i) => ActAsync(d, accounts, new Random((seed * 1000) + (round * 100) + i))));
                if (round < kills)
                {
                    await Eventually.IsTrueAsync(() => devices.Sum(d => d.Acknowledged.Count) > (round + 1) * 20, () => "nothing goes on");
                    await server.KillAsync();
                    await server.RestartAsync();
                }

                await acting;
            }

            await Task.WhenAll(devices.Select(ReconnectAsync));
            foreach (var account in accounts)
            {
                await ExpectSameAsync(server, account, devices.Where(d => d.Account == account).ToList());
            }
        }
        finally
        {
            await Task.WhenAll(devices.Select(d => d.DisposeAsync().AsTask()));
        }
    }

    private static async Task ActAsync(Device device, string[] accounts, Random random)
    {
        for (var step = 0; step < Steps; step++)
        {
            try
            {
                var contact = accounts[random.Next(accounts.Length)];
                switch (random.Next(20))
                {
                    case < 10:
                        await device.SendAsync(contact, $"{device.Account} {step}");
                        break;
                    case < 14:
                        await device.ReadAsync(contact);
                        break;
                    case < 17 when device.Look(c => c.Messages.Where(m => m.Contact == contact).ToList()) is { Count: > 0 } messages:
                        await device.RemoveAsync(contact, messages[random.Next(messages.Count)].Id);
                        break;
                    case 17:
                        await device.RemoveConversationAsync(contact);
                        break;
                    case 18:
                        device.Vanish();
                        break;
                    case 19:
                        await device.ConnectAsync();
                        break;
                }
            }
            catch (WebSocketException)
            {
                await ReconnectAsync(device);
            }
        }
    }

    private static Task ReconnectAsync(Device device) => Eventually.IsTrueAsync(
        async () =>
        {
            try
            {
                if (!device.IsConnected)
                {
                    await device.ConnectAsync();
                }

                return true;
            }
            catch (WebSocketException)
            {
                return false;
            }
        },
        () => $"a device of {device.Account} cannot connect");

    private static async Task ExpectSameAsync(SylkServer server, string account, IReadOnlyList<Device> devices)
    {
        var difference = "";
        await Eventually.IsTrueAsync(
            async () =>
            {
                await using var fresh = new Device(server.Page, account);
                await fresh.ConnectAsync();
                var expected = Known(fresh);
                difference = string.Join('\n', devices.Select(d => Difference(expected, Known(d))));
                return difference.Trim().Length == 0 && expected.All(m => m.State != "pending");
            },
            () => $"the devices of {account} differ:\n{difference}");
    }

    private static List<KnownMessage> Known(Device device) => device.Look(c => c.Messages.OrderBy(m => m.Id, StringComparer.Ordinal).ToList());

    private static string Difference(List<KnownMessage> expected, List<KnownMessage> actual) => string.Join(
        '\n', expected.Except(actual).Select(m => $"missing {m}").Concat(actual.Except(expected).Select(m => $"too much {m}")).Take(5));
}
