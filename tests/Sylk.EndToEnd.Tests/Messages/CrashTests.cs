using System.Net.WebSockets;
using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests.Messages;

/// <summary>The server is killed in the middle of messages.</summary>
public sealed class CrashTests
{
    private const int Messages = 1000;

    [Fact]
    public async Task Whatever_was_acknowledged_is_there_once_and_in_order_on_all_devices()
    {
        await using var server = await SylkServer.StartAsync();
        var (sender, receiver) = (server.TakeAccount(), server.TakeAccount());
        await using var first = new Device(server.Page, sender);
        await using var second = new Device(server.Page, sender);
        await using var third = new Device(server.Page, receiver);
        await using var fourth = new Device(server.Page, receiver);
        Device[] devices = [first, second, third, fourth];
        await Task.WhenAll(devices.Select(d => d.ConnectAsync()));

        var texts = Enumerable.Range(0, Messages).Select(i => $"message {i}").ToList();
        var sending = first.SendAllAsync(receiver, texts);
        await Eventually.IsTrueAsync(() => first.Acknowledged.Count > Messages / 4, () => $"{first.Acknowledged.Count} were acknowledged");
        await server.KillAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => sending);
        var acknowledged = first.Acknowledged;
        Assert.InRange(acknowledged.Count, Messages / 4, Messages - 1);

        await server.RestartAsync();
        await Task.WhenAll(devices.Select(d => d.ConnectAsync()));
        foreach (var device in devices)
        {
            await Eventually.IsTrueAsync(
                () => device.Look(c => c.Messages.Count == Messages),
                () => $"a device of {device.Account} has {device.Look(c => c.Messages.Count)} messages");
        }

        await using var fresh = new Device(server.Page, receiver);
        await fresh.ConnectAsync();
        foreach (var device in devices.Append(fresh))
        {
            Assert.Equal(texts, device.Look(c => c.Messages.Select(m => m.Content).ToList()));
            Assert.Superset(acknowledged.ToHashSet(), device.Look(c => c.Messages.Select(m => m.Id).ToHashSet()));
        }

        await Eventually.IsTrueAsync(
            () => second.Look(c => c.Messages.All(m => m.State == "delivered")),
            () => string.Join(", ", second.Look(c => c.Messages.CountBy(m => m.State).Select(p => $"{p.Value} {p.Key}"))));
    }
}
